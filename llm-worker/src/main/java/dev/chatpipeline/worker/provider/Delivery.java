package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.generation.StreamingModel.Listener;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands one answer to its listener: text that is never empty, ends within no character and can be stored; one last call;
 * nothing once it is closed. Only {@link #close} may be called from a thread other than the answer's own.
 */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final Listener listener;
    private volatile boolean over;
    private boolean anyText;
    private boolean anyVisibleText;
    /** The first half of a surrogate pair, until the second comes; else empty. */
    private String half = "";

    Delivery(Listener listener) {
        this.listener = listener;
    }

    /** Whether nothing more will be delivered: the last call was made, or the answer closed. */
    boolean over() {
        return over;
    }

    boolean anyText() {
        return anyText;
    }

    /** Whether there was more than white space. */
    boolean anyVisibleText() {
        return anyVisibleText;
    }

    void text(String piece) {
        String text = half + piece;
        int end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        half = text.substring(end);
        emit(text.substring(0, end));
    }

    void complete(Completion completion) {
        flush();
        last(() -> listener.onComplete(completion));
    }

    void fail(Failure failure) {
        flush();
        last(() -> listener.onFailure(failure));
    }

    void close() {
        over = true;
    }

    private void flush() {
        String rest = half;
        half = "";
        emit(rest);
    }

    private void emit(String text) {
        if (over || text.isEmpty()) {
            return;
        }
        anyText = true;
        anyVisibleText |= !text.isBlank();
        try {
            listener.onText(storable(text));
        } catch (RuntimeException e) {
            log.error("The listener of an answer failed.", e);
            fail(Failures.notTaken());
        }
    }

    private void last(Runnable call) {
        if (!over) {
            over = true;
            call.run();
        }
    }

    /**
     * Lone halves of surrogate pairs have no bytes in UTF-8, and PostgreSQL stores no U+0000. They are replaced before the
     * text becomes a chunk, so that chunks, final text and row are the same.
     */
    private static String storable(String text) {
        String stored = text.replace('\0', '\uFFFD');
        return stored.chars().anyMatch(c -> Character.isSurrogate((char) c))
                ? new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                : stored;
    }
}
