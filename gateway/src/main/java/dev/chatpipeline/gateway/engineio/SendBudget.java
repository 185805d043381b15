package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What may wait for all clients of one server together. Once it is used up, whoever has more than an equal share waiting
 * pays for it, so what waits stays within the budget however many clients read slowly at once. Thread-safe.
 */
final class SendBudget {

    private final long bytes;
    private final AtomicLong waiting = new AtomicLong();
    private final AtomicInteger clients = new AtomicInteger();

    SendBudget(long bytes) {
        this.bytes = bytes;
    }

    void join() {
        clients.incrementAndGet();
    }

    void leave() {
        clients.decrementAndGet();
    }

    void add(long more) {
        waiting.addAndGet(more);
    }

    /** Whether a client that has so much waiting has its share, of a budget that is used up. */
    boolean isUsedUpBy(long own) {
        return waiting.get() > bytes && own > share();
    }

    /** Whether a client that has so much waiting has half its share, of a budget that is used by half. */
    boolean isTightFor(long own) {
        return 2 * waiting.get() > bytes && 2 * own > share();
    }

    private long share() {
        return bytes / Math.max(1, clients.get());
    }
}
