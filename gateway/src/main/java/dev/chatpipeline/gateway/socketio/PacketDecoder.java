package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.MalformedPacketException;
import java.io.IOException;
import java.io.StringReader;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Decodes one Socket.IO packet: {@code <type>[<attachments>-][<namespace>,][<id>][<json>]}.
 *
 * <p>It is a single pass; each {@code read} method leaves {@link #at} after what it has consumed.
 */
final class PacketDecoder {

    /** Attachments in one packet. The reference server has the same limit. */
    static final int MAX_ATTACHMENTS = 10;

    /** Any id of this many digits is an exact integer in JavaScript. */
    private static final int MAX_ID_DIGITS = 15;

    /** Event names that clients reserve for themselves and never send. */
    private static final Set<String> RESERVED_EVENTS =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /** Memory in bytes, for the packet itself and its task. */
    private static final long PACKET_COST = 256;

    private static final long CHARACTER_COST = 2;

    /** An empty object, of two tokens, takes some 90 bytes; an entry of one, of two tokens too, some 130. */
    private static final long TOKEN_COST = 64;

    private final JsonMapper json;
    private final String text;
    private int at;
    private long tokens;

    /** @param json with the limits on what a client sends */
    PacketDecoder(JsonMapper json, String text) {
        this.json = json;
        this.text = text;
    }

    SocketPacket read() throws MalformedPacketException {
        SocketPacket head = readHead();
        JsonNode data = at < text.length() ? readJson() : null;
        checkData(head.type(), head.id(), data);
        return new SocketPacket(head.type(), head.namespace(), head.id(), data, head.attachments(), cost());
    }

    /** Reads what precedes the JSON. */
    SocketPacket readHead() throws MalformedPacketException {
        int digit = text.isEmpty() ? -1 : text.charAt(at++) - '0';
        int attachments = 0;
        if (digit == PacketEncoder.BINARY_EVENT || digit == PacketEncoder.BINARY_ACK) {
            attachments = readAttachments();
            digit = digit == PacketEncoder.BINARY_EVENT
                    ? SocketPacket.Type.EVENT.ordinal()
                    : SocketPacket.Type.ACK.ordinal();
        }
        if (digit < 0 || digit >= SocketPacket.Type.values().length) {
            throw new MalformedPacketException("packet type: " + digit + " (expected: 0 to 6)");
        }
        var type = SocketPacket.Type.values()[digit];
        return new SocketPacket(type, readNamespace(), readId(), null, attachments, PACKET_COST);
    }

    private int readAttachments() throws MalformedPacketException {
        int dash = text.indexOf('-', at);
        int count = dash < 0 ? -1 : parseDigits(text.substring(at, dash));
        if (count < 0 || count > MAX_ATTACHMENTS) {
            throw new MalformedPacketException("attachments: " + count + " (expected: 0 to " + MAX_ATTACHMENTS + ")");
        }
        at = dash + 1;
        return count;
    }

    private static int parseDigits(String digits) {
        boolean valid =
                !digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return valid ? Integer.parseInt(digits) : -1;
    }

    private String readNamespace() {
        if (at >= text.length() || text.charAt(at) != '/') {
            return PacketEncoder.MAIN_NAMESPACE;
        }
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        String namespace = text.substring(at, end);
        at = comma < 0 ? end : comma + 1;
        return namespace;
    }

    private long readId() throws MalformedPacketException {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            return SocketPacket.NO_ID;
        }
        if (at - from > MAX_ID_DIGITS) {
            throw new MalformedPacketException(
                    "ack id: " + (at - from) + " digits (expected: <= " + MAX_ID_DIGITS + ")");
        }
        return Long.parseLong(text, from, at, 10);
    }

    private JsonNode readJson() throws MalformedPacketException {
        var rest = new StringReader(text);
        try {
            rest.skip(at);
            JsonParser parser = json.createParser(rest);
            JsonNode data = json.readTree(parser);
            tokens = parser.currentTokenCount();
            if (parser.nextToken() != null) {
                throw new MalformedPacketException("payload: more behind its end (expected: one JSON value)");
            }
            return data;
        } catch (StreamConstraintsException e) {
            throw new MalformedPacketException(
                    DisconnectReason.TOO_COMPLEX, "payload: " + e.getOriginalMessage() + " (expected: simple JSON)");
        } catch (JacksonException | IOException e) {
            throw new MalformedPacketException("payload: " + e.getMessage() + " (expected: JSON)");
        }
    }

    /** About how much memory the packet takes until it is handled. */
    private long cost() {
        return PACKET_COST + CHARACTER_COST * text.length() + TOKEN_COST * tokens;
    }

    private static void checkData(SocketPacket.Type type, long id, @Nullable JsonNode data)
            throws MalformedPacketException {
        boolean valid = switch (type) {
            case CONNECT -> data == null || data.isObject();
            case DISCONNECT -> data == null;
            case EVENT -> data != null && data.isArray() && isEventName(data.path(0));
            case ACK -> data != null && data.isArray() && id != SocketPacket.NO_ID;
            case CONNECT_ERROR -> false;
        };
        if (!valid) {
            throw new MalformedPacketException("payload: " + (data == null ? "none" : data.getNodeType())
                    + " (expected: one that is valid in packet type " + type + ")");
        }
    }

    private static boolean isEventName(JsonNode name) {
        return name.isNumber() || name.isString() && !RESERVED_EVENTS.contains(name.stringValue());
    }
}
