package dev.chatpipeline.gateway.engineio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What waits to be written to one client, or is being written. Not thread-safe. */
final class Outbox {

    /** How much is handed to a transport at once, so that a long queue is not copied whole. */
    private static final int BATCH_BYTES = 256 * 1024;

    private final int maxBytes;
    private final int maxPackets;
    private final SendBudget budget;
    private ArrayDeque<Packet> queue = new ArrayDeque<>(2);
    private long queuedBytes;
    private long inFlightBytes;

    /** @param budget shared with the other clients' */
    Outbox(int maxBytes, int maxPackets, SendBudget budget) {
        this.maxBytes = maxBytes;
        this.maxPackets = maxPackets;
        this.budget = budget;
        budget.join();
    }

    /** Adds the packets, all or none; false when they do not fit. A packet always fits when nothing else waits. */
    boolean offer(List<Packet> packets) {
        long cost = 0;
        for (Packet packet : packets) {
            cost += packet.cost();
        }
        long waiting = queuedBytes + inFlightBytes;
        if (waiting > 0
                && (waiting + cost > maxBytes
                        || queue.size() + packets.size() > maxPackets
                        || budget.isUsedUpBy(waiting + cost))) {
            return false;
        }
        budget.add(cost);
        queue.addAll(packets);
        queuedBytes += cost;
        return true;
    }

    boolean isHalfFull() {
        long waiting = queuedBytes + inFlightBytes;
        return 2 * waiting > maxBytes || 2 * queue.size() > maxPackets || budget.isTightFor(waiting);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes the packets to write next; they count as in flight until {@link #written()}. */
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
        budget.add(-inFlightBytes);
        inFlightBytes = 0;
    }

    /** Drops what waits, for good. */
    void close() {
        budget.add(-queuedBytes - inFlightBytes);
        budget.leave();
        queue = new ArrayDeque<>(0);
        queuedBytes = 0;
        inFlightBytes = 0;
    }
}
