package dev.chatpipeline.gateway.engineio;

import java.util.Base64;

/** An Engine.IO packet from a client. */
sealed interface Incoming {

    /** A text packet; the text may be empty. */
    record Text(PacketType type, String data) implements Incoming {}

    /** A binary message. */
    record Binary(byte[] data) implements Incoming {}

    /** Parses one packet in its text encoding. */
    static Incoming parse(String packet) throws MalformedPacketException {
        if (packet.isEmpty()) {
            throw new MalformedPacketException("packet: empty (expected: at least a type)");
        }
        char first = packet.charAt(0);
        if (first == 'b') {
            return new Binary(decodeBase64(packet.substring(1)));
        }
        PacketType type = PacketType.of(first);
        if (type == null) {
            throw new MalformedPacketException("packet type: " + (int) first + " (expected: 0 to 6, or b)");
        }
        return new Text(type, packet.substring(1));
    }

    private static byte[] decodeBase64(String data) throws MalformedPacketException {
        try {
            // The stock Java client wraps lines.
            return Base64.getDecoder().decode(data.replace("\n", ""));
        } catch (IllegalArgumentException e) {
            throw new MalformedPacketException("binary packet: " + e.getMessage() + " (expected: base64)");
        }
    }
}
