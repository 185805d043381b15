package dev.chatpipeline.worker.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.generation.StreamingModel.Listener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Writes down an answer and every breach of the listener's contract. */
final class Recording implements Listener {

    private static final int WAIT_SECONDS = 30;

    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Object> end = new CompletableFuture<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final IntConsumer onPiece;

    Recording() {
        this(piece -> {});
    }

    /** @param onPiece called within each {@code onText} with the number of pieces so far */
    Recording(IntConsumer onPiece) {
        this.onPiece = onPiece;
    }

    @Override
    public void onText(String text) {
        enter(() -> {
            if (text.isEmpty()) {
                breaches.add("empty text");
            }
            texts.add(text);
            onPiece.accept(texts.size());
        });
    }

    @Override
    public void onComplete(Completion completion) {
        enter(() -> end.complete(completion));
    }

    @Override
    public void onFailure(Failure failure) {
        enter(() -> end.complete(failure));
    }

    private void enter(Runnable call) {
        if (inside.incrementAndGet() != 1) {
            breaches.add("two threads at once");
        }
        if (end.isDone()) {
            breaches.add("a call after the last one");
        }
        try {
            call.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    List<String> texts() {
        return List.copyOf(texts);
    }

    String text() {
        return String.join("", texts);
    }

    boolean ended() {
        return end.isDone();
    }

    boolean failed() {
        return end.getNow("") instanceof Failure;
    }

    /** The finish reason, or the code of the failure. */
    String outcome() {
        assertKept();
        return switch (end.getNow("")) {
            case Completion completion -> completion.finishReason();
            case Failure failure -> failure.code().wire();
            default -> "no end";
        };
    }

    Completion completion() {
        return await(Completion.class);
    }

    Failure failure() {
        return await(Failure.class);
    }

    void assertKept() {
        assertThat(breaches).isEmpty();
    }

    private <T> T await(Class<T> kind) {
        try {
            Object last = end.get(WAIT_SECONDS, SECONDS);
            assertKept();
            assertThat(last).isInstanceOf(kind);
            return kind.cast(last);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return fail("no end of the answer; so far: " + texts, e);
        }
    }
}
