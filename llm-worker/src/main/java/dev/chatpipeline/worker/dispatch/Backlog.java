package dev.chatpipeline.worker.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the turns that were accepted and are not done, so that reading pauses when there are too many. Thread-safe. */
final class Backlog {

    private final int limit;
    private final AtomicInteger turns = new AtomicInteger();

    Backlog(int limit) {
        this.limit = limit;
    }

    void accepted() {
        turns.incrementAndGet();
    }

    void done(int count) {
        turns.addAndGet(-count);
    }

    /** Turns accepted and not done. */
    int turns() {
        return turns.get();
    }

    /** Whether reading should pause. */
    boolean isFull() {
        return turns.get() >= limit;
    }

    /** Whether paused reading should go on: when a fifth is done, so that it does not start and stop all the time. */
    boolean hasRoom() {
        return turns.get() <= limit - limit / 5;
    }
}
