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

/** Assembles a WebSocket's messages from their frames. */
final class WebSocketMessage {

    private final int maxBytes;
    private boolean binary;
    private @Nullable ByteArrayOutputStream fragments;

    WebSocketMessage(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Adds the next data frame.
     *
     * @return the message once it is complete, else null
     */
    @Nullable
    Incoming add(Frame frame) throws MalformedPacketException {
        if (frame.getOpCode() != OpCode.CONTINUATION) {
            binary = frame.getOpCode() == OpCode.BINARY;
        }
        ByteBuffer payload = frame.getPayload();
        int size = payload.remaining() + (fragments == null ? 0 : fragments.size());
        if (size > maxBytes) {
            throw new MessageTooLargeException("message: " + size + " bytes (expected: <= " + maxBytes + ")");
        }
        if (frame.isFin() && fragments == null) {
            return parse(payload);
        }
        if (fragments == null) {
            fragments = new ByteArrayOutputStream(size * 2);
        }
        fragments.writeBytes(copy(payload));
        if (!frame.isFin()) {
            return null;
        }
        ByteBuffer joined = ByteBuffer.wrap(fragments.toByteArray());
        fragments = null;
        return parse(joined);
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
