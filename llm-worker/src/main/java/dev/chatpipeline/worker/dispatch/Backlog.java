package dev.chatpipeline.worker.dispatch;

import java.util.concurrent.atomic.AtomicInteger;

/** How many turns are read and not done, and whether that is too many to read more. Thread-safe. */
final class Backlog {

    private final int limit;
    private final AtomicInteger turns = new AtomicInteger();

    Backlog(int limit) {
        this.limit = limit;
    }

    void accepted() {
        turns.incrementAndGet();
    }

    void done() {
        turns.decrementAndGet();
    }

    /** Turns read and not done. */
    int turns() {
        return turns.get();
    }

    /** Whether reading should stop. */
    boolean isFull() {
        return turns.get() >= limit;
    }

    /** Whether reading, once stopped, should go on: when a fifth is done, so that it does not flutter. */
    boolean hasRoom() {
        return turns.get() <= limit - limit / 5;
    }
}
