package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.HttpHandshake;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client's wish to enter a namespace.
 *
 * @param namespace its name, {@code /} for the main one
 * @param auth payload of the CONNECT packet, an empty object when it had none
 * @param recovery what the client was part of before, null when it does not say
 * @param request the HTTP request that opened the connection
 */
public record Handshake(
        String namespace, JsonNode auth, @Nullable Recovery recovery, HttpHandshake request) {

    /**
     * Where a client that lost its connection left off.
     *
     * @param pid the private id it was given in an earlier {@link ConnectResult.Accept}
     * @param offset last string that ended an event it received, null when there was none
     */
    public record Recovery(String pid, @Nullable String offset) {}

    static Handshake of(String namespace, JsonNode auth, HttpHandshake request) {
        JsonNode pid = auth.path("pid");
        JsonNode offset = auth.path("offset");
        Recovery recovery = pid.isString()
                ? new Recovery(pid.stringValue(), offset.isString() ? offset.stringValue() : null)
                : null;
        return new Handshake(namespace, auth, recovery, request);
    }
}
