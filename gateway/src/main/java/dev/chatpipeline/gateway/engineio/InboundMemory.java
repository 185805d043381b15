package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.atomic.AtomicLong;

/** What one client's input holds in memory while it arrives and until it is handled. Thread-safe. */
final class InboundMemory {

    private final ByteBudget budget;
    private final long base;
    private final AtomicLong held;

    /**
     * Begins with what is held for as long as the client is there.
     *
     * @param budget shared by all clients of the server
     */
    InboundMemory(ByteBudget budget, long base) {
        this.budget = budget;
        this.base = base;
        this.held = new AtomicLong(base);
        budget.addClient();
        budget.reserve(base);
    }

    /** Reserves memory; false if the budget is used up and the client would exceed its share. */
    boolean reserve(long bytes) {
        budget.reserve(bytes);
        if (budget.isOverdrawnBy(held.addAndGet(bytes))) {
            free(bytes);
            return false;
        }
        return true;
    }

    void free(long bytes) {
        held.addAndGet(-bytes);
        budget.free(bytes);
    }

    /** The client has gone. What it reserved since the beginning counts until it is freed. */
    void close() {
        free(base);
        budget.removeClient();
    }
}
