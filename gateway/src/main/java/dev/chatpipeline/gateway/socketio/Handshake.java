package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.HttpHandshake;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client's request to connect to a namespace.
 *
 * @param namespace its name, {@code /} for the main one
 * @param auth payload of the CONNECT packet, an empty object if it had none
 * @param recovery the session that the client wants to recover, null if none
 * @param request the HTTP request that opened the connection
 */
public record Handshake(
        String namespace, JsonNode auth, @Nullable Recovery recovery, HttpHandshake request) {

    /**
     * Where a client that lost its connection left off.
     *
     * @param pid the private id from an earlier {@link ConnectResult.Accept}
     * @param offset the string at the end of the last event it received, null if it received none
     */
    public record Recovery(String pid, @Nullable String offset) {}

    /** Without what the client showed, which is not worth the memory once it is connected. */
    Handshake withoutPayload() {
        return new Handshake(namespace, PacketEncoder.emptyObject(), null, request);
    }

    static Handshake of(String namespace, JsonNode auth, HttpHandshake request) {
        JsonNode pid = auth.path("pid");
        JsonNode offset = auth.path("offset");
        Recovery recovery = pid.isString()
                ? new Recovery(pid.stringValue(), offset.isString() ? offset.stringValue() : null)
                : null;
        return new Handshake(namespace, auth, recovery, request);
    }
}
