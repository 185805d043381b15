package dev.chatpipeline.gateway.engineio;

import java.time.Duration;
import java.util.List;

/**
 * Writes one session's packets to its current transport, one write at a time.
 *
 * <p>A write is started by the thread that finds the transport ready and packets queued: usually the sending thread,
 * otherwise the one on which the transport completed the previous write.
 *
 * <p>The monitor guards the fields. The transport is called without holding it.
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

    /** Queues packets that must stay together, or drops them once closed. Returns false if the queue has no room for them. */
    boolean send(List<Packet> packets) {
        synchronized (this) {
            if (!closed && !outbox.offer(packets)) {
                return false;
            }
        }
        flush();
        return true;
    }

    /** Queues a packet if the transport is ready and nothing is queued. */
    synchronized void offerIfIdle(Packet packet) {
        if (!closed && ready && outbox.isEmpty()) {
            outbox.offer(List.of(packet));
        }
    }

    synchronized boolean isCongested() {
        return outbox.isHalfFull();
    }

    /** The transport can take the next write. Ignored unless it is the current one. */
    void ready(Transport from) {
        synchronized (this) {
            if (from != transport) {
                return;
            }
            ready = true;
        }
        flush();
    }

    /** The transport has completed the last write. Ignored unless it is the current one. */
    synchronized void written(Transport from) {
        if (from == transport) {
            writing = false;
            outbox.written();
        }
    }

    /** Switches to another transport, which gets the queued packets on the next flush. Returns the previous one. */
    synchronized Transport switchTo(Transport next) {
        Transport previous = transport;
        transport = next;
        writing = false;
        outbox.written();
        ready = next.kind().isReadyAtOnce();
        return previous;
    }

    /** Writes queued packets for as long as the transport is ready. */
    void flush() {
        while (true) {
            Transport target;
            List<Packet> batch;
            synchronized (this) {
                if (flushing || !ready || closed || outbox.isEmpty()) {
                    return;
                }
                flushing = true;
                target = transport;
                batch = startWrite();
            }
            target.write(batch);
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

    /** Drops queued packets. Returns the transport, which the caller must close. */
    synchronized Transport close() {
        closed = true;
        outbox.close();
        return transport;
    }
}
