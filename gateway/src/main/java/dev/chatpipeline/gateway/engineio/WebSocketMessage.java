package dev.chatpipeline.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.BadPayloadException;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.jspecify.annotations.Nullable;

/** Joins the frames of a WebSocket's messages, one message after the other. */
final class WebSocketMessage {

    private final int maxBytes;
    private boolean binary;
    private @Nullable ByteArrayOutputStream begun;

    WebSocketMessage(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes the next data frame.
     *
     * @return the message, null while it is not whole
     */
    @Nullable
    Incoming add(Frame frame) throws MalformedPacketException {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            binary = frame.getOpCode() == OpCode.BINARY;
        }
        ByteBuffer payload = frame.getPayload();
        int size = payload.remaining() + (begun == null ? 0 : begun.size());
        if (size > maxBytes) {
            throw new MessageTooLargeException("message: " + size + " bytes (expected: <= " + maxBytes + ")");
        }
        if (frame.isFin() && begun == null) {
            return whole(payload);
        }
        if (begun == null) {
            begun = new ByteArrayOutputStream(size * 2);
        }
        begun.writeBytes(copy(payload));
        if (!frame.isFin()) {
            return null;
        }
        ByteBuffer joined = ByteBuffer.wrap(begun.toByteArray());
        begun = null;
        return whole(joined);
    }

    private Incoming whole(ByteBuffer bytes) throws MalformedPacketException {
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
