package dev.chatpipeline.gateway.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An Engine.IO packet for a client, encoded as a WebSocket message.
 *
 * @param binary true for a binary message, false for UTF-8 text that begins with the packet type
 * @param head first part of the bytes; must not be modified, since packets of many clients may share it
 * @param tail rest of the bytes, often empty
 */
public record Packet(boolean binary, byte[] head, byte[] tail) {

    static final byte[] NOTHING = {};

    /** Memory, in bytes, that a queued packet takes besides its content. */
    private static final int OVERHEAD = 48;

    static final Packet NOOP = of(PacketType.NOOP, "");
    static final Packet CLOSE = of(PacketType.CLOSE, "");
    static final Packet PING = of(PacketType.PING, "");

    /** A text packet. */
    public static Packet of(PacketType type, String data) {
        return text((type.digit() + data).getBytes(StandardCharsets.UTF_8));
    }

    /** A text packet, already encoded: the text begins with the packet type. */
    public static Packet text(byte[] utf8) {
        return new Packet(false, utf8, NOTHING);
    }

    /** A binary message. */
    public static Packet binary(byte[] data) {
        return new Packet(true, data, NOTHING);
    }

    int length() {
        return head.length + tail.length;
    }

    int cost() {
        return length() + OVERHEAD;
    }

    /** The bytes as one buffer. The caller owns the buffer's position; its content may be shared and is not to be modified. */
    public ByteBuffer toBuffer() {
        if (tail.length == 0) {
            return ByteBuffer.wrap(head).asReadOnlyBuffer();
        }
        byte[] joined = new byte[length()];
        copyTo(joined, 0);
        return ByteBuffer.wrap(joined);
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(head, 0, target, at, head.length);
        System.arraycopy(tail, 0, target, at + head.length, tail.length);
    }
}
