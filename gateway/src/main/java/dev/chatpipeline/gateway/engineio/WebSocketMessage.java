package dev.chatpipeline.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/**
 * Assembles a WebSocket's messages from their frames. Fragments are charged to the session, and the rest of a message must
 * arrive in time. Thread-safe, because the WebSocket may end while a frame is handled.
 */
final class WebSocketMessage {

    /** Memory for a byte of a fragment: the buffer grows by doubling, and is copied and decoded once it is complete. */
    private static final int COST = 4;

    private final TransportListener session;
    private final EngineTimer timer;
    private final Runnable onTimeout;
    private boolean binary;
    private boolean closed;
    private @Nullable ByteArrayOutputStream fragments;
    private @Nullable OversizedMessage oversized;
    private @Nullable Future<?> deadline;

    /** @param onTimeout called when the rest of a message does not arrive in time */
    WebSocketMessage(TransportListener session, EngineTimer timer, Runnable onTimeout) {
        this.session = session;
        this.timer = timer;
        this.onTimeout = onTimeout;
    }

    /**
     * Adds the next data frame.
     *
     * @return the message once it is complete, else null
     */
    synchronized @Nullable Incoming add(Frame frame) throws MalformedPacketException {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            binary = frame.getOpCode() == OpCode.BINARY;
        }
        ByteBuffer payload = frame.getPayload();
        int size = payload.remaining() + (fragments == null ? 0 : fragments.size());
        if (oversized != null || size > session.inbound().maxPayload()) {
            skip(payload, frame.isFin());
            return null;
        }
        if (frame.isFin() && fragments == null) {
            return parse(payload);
        }
        if (closed || !session.inbound().reserve((long) COST * payload.remaining())) {
            return null;
        }
        if (fragments == null) {
            fragments = new ByteArrayOutputStream(size * 2);
            startDeadline();
        }
        fragments.writeBytes(copy(payload));
        if (!frame.isFin()) {
            return null;
        }
        try {
            return parse(ByteBuffer.wrap(fragments.toByteArray()));
        } finally {
            drop();
        }
    }

    private void skip(ByteBuffer payload, boolean last) {
        if (oversized == null) {
            oversized = new OversizedMessage(fragments == null ? payload : ByteBuffer.wrap(fragments.toByteArray()));
            drop();
            startDeadline();
        }
        OversizedMessage message = oversized;
        boolean tooMuch =
                binary || !message.skip(payload.remaining(), session.inbound().maxSkipped());
        if (last) {
            oversized = null;
            drop();
        }
        if (tooMuch || last && !session.oversized(message.beginning())) {
            throw new MessageTooLargeException(
                    "message: too large (expected: <= " + session.inbound().maxPayload() + " bytes)");
        }
    }

    private void startDeadline() {
        deadline = timer.schedule(onTimeout, session.inbound().deadlineNanos());
    }

    /** The WebSocket has ended. */
    synchronized void close() {
        closed = true;
        drop();
    }

    private void drop() {
        if (fragments != null) {
            session.inbound().free((long) COST * fragments.size());
            fragments = null;
        }
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }

    private Incoming parse(ByteBuffer bytes) throws MalformedPacketException {
        if (binary) {
            return new Incoming.Binary(copy(bytes));
        }
        try {
            return Incoming.parse(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
        } catch (CharacterCodingException e) {
            throw new BadPayloadException("message: " + e.getMessage() + " (expected: UTF-8)");
        }
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
