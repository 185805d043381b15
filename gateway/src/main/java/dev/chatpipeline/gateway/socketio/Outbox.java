package dev.chatpipeline.gateway.socketio;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What waits to be written to one client, or is being written. Not thread-safe. */
final class Outbox {

    /** How much is handed to a transport at once, so that a long queue is not copied whole. */
    private static final int BATCH_BYTES = 256 * 1024;

    private final int maxBytes;
    private final int maxPackets;
    private ArrayDeque<Packet> queue = new ArrayDeque<>(2);
    private long queuedBytes;
    private long inFlightBytes;

    Outbox(int maxBytes, int maxPackets) {
        this.maxBytes = maxBytes;
        this.maxPackets = maxPackets;
    }

    /** Adds the packets, all or none; false when they do not fit. A packet always fits when nothing else waits. */
    boolean offer(List<Packet> packets) {
        long cost = 0;
        for (Packet packet : packets) {
            cost += packet.cost();
        }
        long waiting = queuedBytes + inFlightBytes;
        if (waiting > 0 && (waiting + cost > maxBytes || queue.size() + packets.size() > maxPackets)) {
            return false;
        }
        queue.addAll(packets);
        queuedBytes += cost;
        return true;
    }

    boolean isHalfFull() {
        return 2 * (queuedBytes + inFlightBytes) > maxBytes || 2 * queue.size() > maxPackets;
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
        inFlightBytes = 0;
    }

    void clear() {
        queue = new ArrayDeque<>(0);
        queuedBytes = 0;
        inFlightBytes = 0;
    }
}
