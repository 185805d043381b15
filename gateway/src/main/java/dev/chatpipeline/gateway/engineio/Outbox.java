package dev.chatpipeline.gateway.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** One client's send queue. It also counts the packets of the write in progress. Not thread-safe. */
final class Outbox {

    /** How much one write takes, so that a long queue is not copied in one go. */
    private static final int BATCH_BYTES = 256 * 1024;

    private final int maxBytes;
    private final int maxPackets;
    private final ByteBudget budget;
    private ArrayDeque<Packet> queue = new ArrayDeque<>(2);
    private long queuedBytes;
    private long inFlightBytes;

    /** @param budget shared by all clients */
    Outbox(int maxBytes, int maxPackets, ByteBudget budget) {
        this.maxBytes = maxBytes;
        this.maxPackets = maxPackets;
        this.budget = budget;
        budget.addClient();
    }

    /** Queues all of the packets, or none and returns false if they do not fit. An empty outbox takes packets of any size. */
    boolean offer(List<Packet> packets) {
        long cost = 0;
        for (Packet packet : packets) {
            cost += packet.cost();
        }
        long waiting = queuedBytes + inFlightBytes;
        if (waiting > 0
                && (waiting + cost > maxBytes
                        || queue.size() + packets.size() > maxPackets
                        || budget.isOverdrawnBy(waiting + cost))) {
            return false;
        }
        budget.reserve(cost);
        queue.addAll(packets);
        queuedBytes += cost;
        return true;
    }

    boolean isHalfFull() {
        long waiting = queuedBytes + inFlightBytes;
        return 2 * waiting > maxBytes || 2 * queue.size() > maxPackets || budget.isStrainedBy(waiting);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes the next batch to write. It counts as in flight until {@link #written()}. */
    List<Packet> take() {
        var batch = new ArrayList<Packet>(Math.min(queue.size(), 64));
        long bytes = 0;
        do {
            Packet packet = queue.remove();
            bytes += packet.cost();
            batch.add(packet);
        } while (!queue.isEmpty() && bytes + queue.element().cost() <= BATCH_BYTES);
        queuedBytes -= bytes;
        inFlightBytes += bytes;
        return batch;
    }

    void written() {
        budget.free(inFlightBytes);
        inFlightBytes = 0;
    }

    /** Drops everything queued; the outbox must not be used again. */
    void close() {
        budget.free(queuedBytes + inFlightBytes);
        budget.removeClient();
        queue = new ArrayDeque<>(0);
        queuedBytes = 0;
        inFlightBytes = 0;
    }
}
