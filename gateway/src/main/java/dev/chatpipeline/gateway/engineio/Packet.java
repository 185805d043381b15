package dev.chatpipeline.gateway.engineio;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An Engine.IO packet on its way to a client, in the form of a WebSocket message.
 *
 * @param binary whether the bytes are a binary message; otherwise UTF-8 text that begins with the packet type
 * @param head first part of the bytes, may be shared by the packets of many clients and is never written to
 * @param tail last part of the bytes, often empty
 */
public record Packet(boolean binary, byte[] head, byte[] tail) {

    static final byte[] NOTHING = {};

    /** What a packet costs in a queue besides its bytes. */
    private static final int OVERHEAD = 48;

    static final Packet NOOP = of(PacketType.NOOP, "");
    static final Packet CLOSE = of(PacketType.CLOSE, "");
    static final Packet PING = of(PacketType.PING, "");

    /** A packet of that type, with text. */
    public static Packet of(PacketType type, String data) {
        return text((type.digit() + data).getBytes(StandardCharsets.UTF_8));
    }

    /** A packet of text that begins with its type. */
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

    /** The bytes as one buffer of which only the content may be shared. */
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
