package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.generation.StreamingModel.Listener;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One answer's way to its listener: text that is never empty nor ends within a character, one last call, silence once
 * closed. Only {@link #close} may be called from another thread than the answer's own.
 */
final class Delivery {

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final Listener listener;
    private volatile boolean over;
    private boolean anyText;
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
        try {
            listener.onText(unicode(text));
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

    /** Lone halves of surrogate pairs have no bytes in UTF-8; as question marks chunks and whole text stay the same. */
    private static String unicode(String text) {
        return text.chars().anyMatch(c -> Character.isSurrogate((char) c))
                ? new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                : text;
    }
}
