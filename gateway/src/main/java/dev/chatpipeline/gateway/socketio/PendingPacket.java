package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.EngineSession;
import dev.chatpipeline.gateway.engineio.MalformedPacketException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The packet of a connection whose attachments have not all arrived, if there is one. They must arrive in time. What it holds is
 * reserved by the session. Thread-safe, because the session may end while one arrives.
 */
final class PendingPacket {

    private final EngineSession session;
    private final long deadlineNanos;
    private @Nullable Attachments attachments;
    private @Nullable Future<?> deadline;
    private boolean closed;

    PendingPacket(EngineSession session, long deadlineNanos) {
        this.session = session;
        this.deadlineNanos = deadlineNanos;
    }

    synchronized boolean isPresent() {
        return attachments != null;
    }

    /** The text of a packet with attachments has arrived. */
    synchronized void begin(SocketPacket packet, JsonNode data) {
        if (closed) {
            session.free(packet.cost());
            return;
        }
        attachments = new Attachments(packet, data);
        deadline = session.schedule(() -> session.close(DisconnectReason.RECEIVE_TIMEOUT), deadlineNanos);
    }

    /** Adds an attachment; the packet once it is complete, else null. */
    synchronized @Nullable SocketPacket add(byte[] part) throws MalformedPacketException {
        if (attachments == null) {
            session.free(Attachments.costOf(part));
            if (closed) {
                return null;
            }
            throw new MalformedPacketException("message: binary (expected: text)");
        }
        if (!attachments.add(part)) {
            return null;
        }
        Attachments complete = attachments;
        long cost = complete.cost();
        attachments = null;
        cancelDeadline();
        try {
            return complete.complete();
        } catch (MalformedPacketException e) {
            session.free(cost);
            throw e;
        }
    }

    /** The session has ended. */
    synchronized void close() {
        closed = true;
        cancelDeadline();
        if (attachments != null) {
            session.free(attachments.cost());
            attachments = null;
        }
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
