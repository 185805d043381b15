package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.Packet;
import dev.chatpipeline.gateway.engineio.PacketType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;

/** Encodes Socket.IO packets: {@code <type>[<attachments>-][<namespace>,][<id>][<json>]}. */
final class PacketEncoder {

    static final String MAIN_NAMESPACE = "/";

    /** The digits of the binary variants on the wire. */
    static final int BINARY_EVENT = 5;

    static final int BINARY_ACK = 6;

    private static final JsonMapper json = JsonMapper.builder().build();

    private PacketEncoder() {}

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
