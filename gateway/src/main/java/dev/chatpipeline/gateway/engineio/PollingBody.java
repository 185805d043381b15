package dev.chatpipeline.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;

/** The body of a long-polling request or response: text-encoded packets, joined by the record separator. */
final class PollingBody {

    private static final char SEPARATOR = '\u001e';

    private PollingBody() {}

    static byte[] encode(List<Packet> packets) {
        var out = new ByteArrayOutputStream(64);
        for (Packet packet : packets) {
            if (out.size() > 0) {
                out.write(SEPARATOR);
            }
            if (packet.binary()) {
                out.write('b');
                out.writeBytes(Base64.getEncoder().encode(packet.head()));
            } else {
                out.writeBytes(packet.head());
                out.writeBytes(packet.tail());
            }
        }
        return out.toByteArray();
    }

    /**
     * Decodes a body packet by packet, so that many small ones never exist at once.
     *
     * @param maxPackets how many it may have
     */
    static void decode(byte[] body, int maxPackets, Consumer<Incoming> recipient) throws MalformedPacketException {
        String text = decodeUtf8(body);
        int from = 0;
        for (int count = 1; from <= text.length(); count++) {
            if (count > maxPackets) {
                throw new MalformedPacketException(
                        DisconnectReason.FLOODED, "packets in a body: > " + maxPackets + " (expected: no more)");
            }
            int separator = text.indexOf(SEPARATOR, from);
            int to = separator < 0 ? text.length() : separator;
            recipient.accept(Incoming.parse(text.substring(from, to)));
            from = to + 1;
        }
    }

    /** Whether these bytes of a body belong to more than one packet. */
    static boolean hasSeparator(byte[] bytes) {
        for (byte one : bytes) {
            if (one == SEPARATOR) {
                return true;
            }
        }
        return false;
    }

    private static String decodeUtf8(byte[] body) throws MalformedPacketException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedPacketException("payload: " + e.getMessage() + " (expected: UTF-8)");
        }
    }
}
