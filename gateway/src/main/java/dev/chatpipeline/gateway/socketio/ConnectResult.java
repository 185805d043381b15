package dev.chatpipeline.gateway.socketio;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answer to a {@link Handshake}. */
public sealed interface ConnectResult {

    /**
     * The client may enter.
     *
     * @param pid private id for recovery: a client that sent the same one counts as recovered; null for no recovery
     * @param attachment whatever the handler wants to find again in {@link Socket#attachment}
     */
    record Accept(@Nullable String pid, Object attachment) implements ConnectResult {}

    /**
     * The client may not enter; it sees a {@code connect_error} and may try again on the same connection.
     *
     * @param message for people
     * @param data for programs, for example an object with a code; null for none
     */
    record Refuse(String message, @Nullable JsonNode data) implements ConnectResult {}

    /**
     * It cannot be decided now. The connection is closed without an answer, for a stock client comes back from that by
     * itself, and from a refusal it does not.
     *
     * @param why for the debug log
     */
    record Close(String why) implements ConnectResult {}
}
