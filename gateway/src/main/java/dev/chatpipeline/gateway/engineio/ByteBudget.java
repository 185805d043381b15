package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on the memory that all clients of one server hold in one direction. Once it is used up, a client that holds more
 * than an equal share may hold nothing more. So the total stays near the bound however many clients are slow or hostile, and
 * those that hold little are not affected. Thread-safe.
 */
final class ByteBudget {

    private final long bytes;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicInteger clients = new AtomicInteger();

    ByteBudget(long bytes) {
        this.bytes = bytes;
    }

    void addClient() {
        clients.incrementAndGet();
    }

    void removeClient() {
        clients.decrementAndGet();
    }

    void reserve(long more) {
        reserved.addAndGet(more);
    }

    void free(long less) {
        reserved.addAndGet(-less);
    }

    /** Whether the budget is used up and a client that holds this many bytes exceeds its share. */
    boolean isOverdrawnBy(long own) {
        return reserved.get() > bytes && own > share();
    }

    /** Whether more than half the budget is used and a client that holds this many bytes exceeds half its share. */
    boolean isStrainedBy(long own) {
        return 2 * reserved.get() > bytes && 2 * own > share();
    }

    private long share() {
        return bytes / Math.max(1, clients.get());
    }
}
