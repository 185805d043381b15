package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Socket.IO packet from a client.
 *
 * @param type its type; a binary event or ack has the plain type
 * @param namespace its namespace, {@code /} for the main one
 * @param id the ack id, {@link #NO_ID} if there is none
 * @param data its payload, null if there is none
 * @param attachments how many attachments follow as binary messages
 * @param cost about how much memory it takes until it is handled
 */
record SocketPacket(
        Type type, String namespace, long id, @Nullable JsonNode data, int attachments, long cost) {

    static final long NO_ID = -1;

    /** The packet types without their binary variants. The ordinal is the digit on the wire. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR
    }

    SocketPacket withData(JsonNode complete, long totalCost) {
        return new SocketPacket(type, namespace, id, complete, 0, totalCost);
    }
}
