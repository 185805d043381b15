package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.atomic.AtomicLong;

/** What one client may send, and the memory that its input holds while it arrives and until it is handled. Thread-safe. */
final class Inbound {

    /** How much larger than allowed a message may be and still be answered. */
    private static final long SKIPPED_PAYLOADS = 16;

    private final EngineSettings.ReceiveLimits limits;
    private final ByteBudget budget;
    private final Runnable onOverload;
    private final long base;
    private final AtomicLong held;
    private volatile boolean admitted;

    /**
     * Begins with what is held for as long as the client is there.
     *
     * @param budget shared by all clients of the server
     * @param onOverload called when the client may hold no more
     */
    Inbound(EngineSettings.ReceiveLimits limits, ByteBudget budget, long base, Runnable onOverload) {
        this.limits = limits;
        this.budget = budget;
        this.base = base;
        this.onOverload = onOverload;
        this.held = new AtomicLong(base);
        budget.addClient();
        budget.reserve(base);
    }

    /** Lets the client send messages of full size from now on. */
    void admit() {
        admitted = true;
    }

    /** How many bytes a message or POST body may have now. */
    int maxPayload() {
        return admitted ? limits.maxPayload() : Math.min(limits.entryPayload(), limits.maxPayload());
    }

    /** How many bytes of a message that has more may be passed over; none before the client is admitted. */
    long maxSkipped() {
        return admitted ? SKIPPED_PAYLOADS * limits.maxPayload() : 0;
    }

    /** How many packets a POST body may have. */
    int maxPackets() {
        return limits.packets();
    }

    /** How many WebSocket pings the client may send within a second. */
    int maxPings() {
        return limits.pings();
    }

    /** How long a message or POST body may take to arrive. */
    long deadlineNanos() {
        return limits.deadline().toNanos();
    }

    /** Reserves memory; false if the budget is used up and the client would exceed its share. */
    boolean reserve(long bytes) {
        budget.reserve(bytes);
        if (budget.isOverdrawnBy(held.addAndGet(bytes))) {
            free(bytes);
            onOverload.run();
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
