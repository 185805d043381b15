package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.MalformedPacketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The binary attachments of one packet. In the packet's text each is {@code {"_placeholder":true,"num":n}}; in a JSON tree it
 * is a {@link BinaryNode}. An instance collects the attachments of a packet whose text has arrived.
 */
final class Attachments {

    private static final String PLACEHOLDER = "_placeholder";
    private static final String NUMBER = "num";
    private static final int OVERHEAD = 64;

    private final SocketPacket packet;
    private final JsonNode data;
    private final List<byte[]> parts = new ArrayList<>();
    private long cost;
    private int placeholders;

    Attachments(SocketPacket packet, JsonNode data) {
        this.packet = packet;
        this.data = data;
        this.cost = packet.cost();
    }

    /** Adds the next attachment; true if it was the last. */
    boolean add(byte[] part) {
        parts.add(part);
        cost += costOf(part);
        return parts.size() == packet.attachments();
    }

    /** How much memory an attachment takes. */
    static long costOf(byte[] part) {
        return OVERHEAD + part.length;
    }

    /** How much memory has been reserved for the packet and the attachments that have arrived. */
    long cost() {
        return cost;
    }

    /** The packet with its attachments in place of the placeholders. */
    SocketPacket complete() throws MalformedPacketException {
        return packet.withData(insert(data), cost);
    }

    private JsonNode insert(JsonNode node) throws MalformedPacketException {
        if (node.isObject() && node.path(PLACEHOLDER).asBoolean(false)) {
            if (++placeholders > parts.size()) {
                throw new MalformedPacketException(
                        "placeholders: more (expected: " + parts.size() + ", as attachments)");
            }
            int number = node.path(NUMBER).asInt(-1);
            if (number < 0 || number >= parts.size()) {
                throw new MalformedPacketException(
                        "attachment: " + node.path(NUMBER) + " (expected: 0 to " + (parts.size() - 1) + ")");
            }
            return BinaryNode.valueOf(parts.get(number));
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                field.setValue(insert(field.getValue()));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, insert(array.get(i)));
            }
        }
        return node;
    }

    /** A copy with placeholders for binary nodes, whose bytes are appended to the parts; the node itself if it has none. */
    static JsonNode extract(JsonNode node, List<byte[]> parts) {
        if (node instanceof BinaryNode binary) {
            parts.add(binary.binaryValue());
            return JsonNodeFactory.instance.objectNode().put(PLACEHOLDER, true).put(NUMBER, parts.size() - 1);
        }
        int before = parts.size();
        if (node instanceof ObjectNode object) {
            var copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(field -> copy.set(field.getKey(), extract(field.getValue(), parts)));
            return parts.size() == before ? node : copy;
        }
        if (node instanceof ArrayNode array) {
            var copy = JsonNodeFactory.instance.arrayNode(array.size());
            array.forEach(item -> copy.add(extract(item, parts)));
            return parts.size() == before ? node : copy;
        }
        return node;
    }
}
