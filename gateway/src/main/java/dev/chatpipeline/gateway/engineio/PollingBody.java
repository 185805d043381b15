package dev.chatpipeline.gateway.engineio;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

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

    static List<Incoming> decode(byte[] body) throws MalformedPacketException {
        String text = decodeUtf8(body);
        var packets = new ArrayList<Incoming>();
        int from = 0;
        for (int to; (to = text.indexOf(SEPARATOR, from)) >= 0; from = to + 1) {
            packets.add(Incoming.parse(text.substring(from, to)));
        }
        packets.add(Incoming.parse(text.substring(from)));
        return packets;
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
