package dev.chatpipeline.worker.provider;

import org.jspecify.annotations.Nullable;

/**
 * One request and its response on the wire, which any thread can end at any moment. langchain4j passes nothing of ours
 * down to its HTTP client, so the exchange travels with the thread: {@link ModelHttp} works on the caller's.
 */
final class Exchange {

    private static final ThreadLocal<@Nullable Exchange> CURRENT = new ThreadLocal<>();

    private boolean closed;
    private @Nullable Runnable abort;
    /** Whether the response has been read to its end; only for the exchange's own thread. */
    private boolean atEnd;

    /** Runs what asks the model, on this thread. */
    void during(Runnable asking) {
        CURRENT.set(this);
        try {
            asking.run();
        } finally {
            CURRENT.remove();
            abortWith(null);
        }
    }

    static Exchange current() {
        Exchange current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException("exchange: none on this thread (expected: a call within during)");
        }
        return current;
    }

    /** What ends the exchange from now on, null: it has ended. Done at once when it was closed before. */
    void abortWith(@Nullable Runnable abort) {
        synchronized (this) {
            this.abort = abort;
            if (!closed) {
                return;
            }
        }
        if (abort != null) {
            abort.run();
        }
    }

    void close() {
        Runnable last;
        synchronized (this) {
            closed = true;
            last = abort;
        }
        if (last != null) {
            last.run();
        }
    }

    synchronized boolean closed() {
        return closed;
    }

    void reachedEnd() {
        atEnd = true;
    }

    boolean atEnd() {
        return atEnd;
    }
}
