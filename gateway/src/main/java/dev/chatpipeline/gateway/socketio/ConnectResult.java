package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A handler's decision on a {@link Handshake}. */
public sealed interface ConnectResult {

    /**
     * Admits the client.
     *
     * @param pid private id for recovery; a client that sent the same one reports itself as recovered; null for no recovery
     * @param attachment the handler's own object, later returned by {@link Socket#attachment}
     */
    record Accept(@Nullable String pid, Object attachment) implements ConnectResult {}

    /**
     * Rejects the client. It gets a {@code connect_error} and may try again on the same connection.
     *
     * @param message for people
     * @param data for programs, for example an object with a code; null for none
     */
    record Reject(String message, @Nullable JsonNode data) implements ConnectResult {}

    /**
     * Closes the connection because the decision cannot be made now. A stock client reconnects by itself after that, but not
     * after a rejection.
     *
     * @param why for the debug log
     */
    record Close(String why) implements ConnectResult {}
}
