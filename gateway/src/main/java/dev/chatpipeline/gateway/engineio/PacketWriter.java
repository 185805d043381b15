package dev.chatpipeline.gateway.engineio;

import java.time.Duration;
import java.util.List;

/**
 * Writes one session's packets to its current transport.
 *
 * <p>Only one write is under way at a time. It is started by whoever finds the transport ready and packets waiting: usually
 * the thread that sends, otherwise the one on which the transport completed the write before.
 *
 * <p>The monitor guards the fields and is held for bookkeeping only; the transport is called without it.
 */
final class PacketWriter {

    private final Outbox outbox;
    private final EngineTimer timer;
    private final long deadlineNanos;
    private final Runnable onTimeout;
    private Transport transport;
    private boolean ready;
    private boolean flushing;
    private boolean writing;
    private long writeStarted;
    private boolean deadlineArmed;
    private boolean closed;

    /** @param onTimeout called when a write takes longer than the deadline */
    PacketWriter(Outbox outbox, Transport transport, EngineTimer timer, Duration deadline, Runnable onTimeout) {
        this.outbox = outbox;
        this.transport = transport;
        this.ready = transport.kind().isReadyAtOnce();
        this.timer = timer;
        this.deadlineNanos = deadline.toNanos();
        this.onTimeout = onTimeout;
    }

    synchronized Transport transport() {
        return transport;
    }

    /** Queues packets that belong together, or drops them after the end; false when the queue has no room for them. */
    boolean send(List<Packet> packets) {
        synchronized (this) {
            if (!closed && !outbox.offer(packets)) {
                return false;
            }
        }
        flush();
        return true;
    }

    /** Queues a packet if the transport is ready and nothing else waits. */
    synchronized void offerIfIdle(Packet packet) {
        if (!closed && ready && outbox.isEmpty()) {
            outbox.offer(List.of(packet));
        }
    }

    synchronized boolean isCongested() {
        return outbox.isHalfFull();
    }

    /** A transport can write; it counts only if it is the current one. */
    void ready(Transport from) {
        synchronized (this) {
            if (from != transport) {
                return;
            }
            ready = true;
        }
        flush();
    }

    /** The packets last given to a transport have left. */
    synchronized void written(Transport from) {
        if (from == transport) {
            writing = false;
            outbox.written();
        }
    }

    /** Writes to another transport from now on, beginning with what waits at the next flush; returns the one before. */
    synchronized Transport moveTo(Transport next) {
        Transport before = transport;
        transport = next;
        writing = false;
        outbox.written();
        ready = next.kind().isReadyAtOnce();
        return before;
    }

    /** Writes what waits, as long as the transport takes it. */
    void flush() {
        while (true) {
            Transport to;
            List<Packet> batch;
            synchronized (this) {
                if (flushing || !ready || closed || outbox.isEmpty()) {
                    return;
                }
                flushing = true;
                to = transport;
                batch = startWrite();
            }
            to.write(batch);
            synchronized (this) {
                flushing = false;
                if (writing && !deadlineArmed) {
                    deadlineArmed = true;
                    timer.schedule(this::checkDeadline, deadlineNanos);
                }
            }
        }
    }

    private List<Packet> startWrite() {
        ready = false;
        writing = true;
        writeStarted = System.nanoTime();
        return outbox.take();
    }

    private void checkDeadline() {
        synchronized (this) {
            deadlineArmed = false;
            if (closed || !writing) {
                return;
            }
            long left = writeStarted + deadlineNanos - System.nanoTime();
            if (left > 0) {
                deadlineArmed = true;
                timer.schedule(this::checkDeadline, left);
                return;
            }
        }
        onTimeout.run();
    }

    /** Drops what waits; returns the transport, which is left to the caller to close. */
    synchronized Transport close() {
        closed = true;
        outbox.close();
        return transport;
    }
}
