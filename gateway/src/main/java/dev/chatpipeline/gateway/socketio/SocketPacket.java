package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Socket.IO packet from a client.
 *
 * @param type what it is; of a binary event or ack the plain type
 * @param namespace its namespace, {@code /} for the main one
 * @param id the ack's id, negative when there is none
 * @param data its payload, null when there is none
 * @param attachments how many binary messages follow before it is whole
 */
record SocketPacket(
        Type type, String namespace, long id, @Nullable JsonNode data, int attachments) {

    static final long NO_ID = -1;

    /** The types, without their binary forms. The ordinal is the digit on the wire. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR
    }

    SocketPacket withData(JsonNode complete) {
        return new SocketPacket(type, namespace, id, complete, 0);
    }
}
