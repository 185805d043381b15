package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bound on the bytes queued for all clients of one server. Once it is used up, a client that holds more than an equal
 * share may queue nothing more. So the total stays near the bound however many clients read slowly. Thread-safe.
 */
final class SendBudget {

    private final long bytes;
    private final AtomicLong reserved = new AtomicLong();
    private final AtomicInteger clients = new AtomicInteger();

    SendBudget(long bytes) {
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

    /** Whether the budget is used up and a client with this many bytes queued exceeds its share. */
    boolean isOverdrawnBy(long own) {
        return reserved.get() > bytes && own > share();
    }

    /** Whether more than half the budget is used and a client with this many bytes queued exceeds half its share. */
    boolean isStrainedBy(long own) {
        return 2 * reserved.get() > bytes && 2 * own > share();
    }

    private long share() {
        return bytes / Math.max(1, clients.get());
    }
}
