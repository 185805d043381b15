package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.MalformedPacketException;
import dev.chatpipeline.gateway.engineio.Packet;
import dev.chatpipeline.gateway.engineio.PacketType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;

/**
 * Encodes and decodes Socket.IO packets: {@code <type>[<attachments>-][<namespace>,][<id>][<json>]}.
 *
 * <p>Decoding is a single pass; each {@code read} method leaves {@link #at} after what it has consumed.
 */
final class PacketCodec {

    static final String MAIN_NAMESPACE = "/";

    /** Attachments in one packet. The reference server has the same limit. */
    static final int MAX_ATTACHMENTS = 10;

    private static final JsonMapper json = JsonMapper.builder().build();
    private static final int BINARY_EVENT = 5;
    private static final int BINARY_ACK = 6;

    /** Any id of this many digits is an exact integer in JavaScript. */
    private static final int MAX_ID_DIGITS = 15;

    /** Event names that clients reserve for themselves and never send. */
    private static final Set<String> RESERVED_EVENTS =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    private final String text;
    private int at;

    private PacketCodec(String text) {
        this.text = text;
    }

    static SocketPacket decode(String text) throws MalformedPacketException {
        return new PacketCodec(text).read();
    }

    private SocketPacket read() throws MalformedPacketException {
        int digit = text.isEmpty() ? -1 : text.charAt(at++) - '0';
        int attachments = 0;
        if (digit == BINARY_EVENT || digit == BINARY_ACK) {
            attachments = readAttachments();
            digit = digit == BINARY_EVENT ? SocketPacket.Type.EVENT.ordinal() : SocketPacket.Type.ACK.ordinal();
        }
        if (digit < 0 || digit >= SocketPacket.Type.values().length) {
            throw new MalformedPacketException("packet type: " + digit + " (expected: 0 to 6)");
        }
        var type = SocketPacket.Type.values()[digit];
        String namespace = readNamespace();
        long id = readId();
        JsonNode data = at < text.length() ? parse(text.substring(at)) : null;
        checkData(type, id, data);
        return new SocketPacket(type, namespace, id, data, attachments);
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
            return MAIN_NAMESPACE;
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

    private static JsonNode parse(String data) throws MalformedPacketException {
        try {
            return json.readTree(data);
        } catch (JacksonException e) {
            throw new MalformedPacketException("payload: " + e.getOriginalMessage() + " (expected: JSON)");
        }
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

    /** An event or ack as Engine.IO packets: its text, then its attachments. */
    static List<Packet> encode(SocketPacket.Type type, String namespace, long id, ArrayNode data) {
        var attachments = new ArrayList<byte[]>(0);
        JsonNode text = Attachments.extract(data, attachments);
        if (attachments.isEmpty()) {
            return List.of(encodeText(String.valueOf(type.ordinal()), namespace, id, text));
        }
        int digit = type == SocketPacket.Type.EVENT ? BINARY_EVENT : BINARY_ACK;
        var packets = new ArrayList<Packet>(1 + attachments.size());
        packets.add(encodeText(digit + "" + attachments.size() + "-", namespace, id, text));
        attachments.forEach(bytes -> packets.add(Packet.binary(bytes)));
        return packets;
    }

    /** A packet without attachments. */
    static Packet encodeText(SocketPacket.Type type, String namespace, @Nullable JsonNode data) {
        return encodeText(String.valueOf(type.ordinal()), namespace, SocketPacket.NO_ID, data);
    }

    private static Packet encodeText(String type, String namespace, long id, @Nullable JsonNode data) {
        var out = new ByteArrayOutputStream(128);
        out.writeBytes(prefix(type, namespace, id).getBytes(StandardCharsets.UTF_8));
        if (data != null) {
            json.writeValue(out, data);
        }
        return Packet.text(out.toByteArray());
    }

    /** What precedes a packet's JSON, including the Engine.IO packet type. */
    static String prefix(String type, String namespace, long id) {
        return PacketType.MESSAGE.digit()
                + type
                + (namespace.equals(MAIN_NAMESPACE) ? "" : namespace + ",")
                + (id == SocketPacket.NO_ID ? "" : String.valueOf(id));
    }

    /** Arguments as JSON: trees unchanged, byte arrays as binary nodes, anything else as Jackson writes it. */
    static ArrayNode toArray(@Nullable String event, Object... args) {
        ArrayNode array = json.createArrayNode();
        if (event != null) {
            array.add(event);
        }
        for (Object arg : args) {
            array.add(toTree(arg));
        }
        return array;
    }

    private static JsonNode toTree(Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        return value instanceof byte[] bytes ? BinaryNode.valueOf(bytes) : json.valueToTree(value);
    }

    /** {@code {"sid":…,"pid":…}}, the payload of the server's CONNECT packet. */
    static JsonNode connected(String sid, @Nullable String pid) {
        var data = json.createObjectNode().put("sid", sid);
        return pid == null ? data : data.put("pid", pid);
    }

    /** {@code {"message":…,"data":…}}, the payload of a CONNECT_ERROR packet. */
    static JsonNode rejected(String message, @Nullable JsonNode details) {
        var data = json.createObjectNode().put("message", message);
        return details == null ? data : data.set("data", details);
    }

    static JsonNode emptyObject() {
        return json.createObjectNode();
    }

    /** A string as JSON, including the quotes. */
    static String quoted(String name) {
        return json.writeValueAsString(name);
    }
}
