package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a namespace does. Every method runs on a virtual thread and may block. For one socket the calls come one after the
 * other: connect, connected, events in the order they were sent, disconnected. An accepted socket whose connection ends
 * before it could be told so sees neither connected nor disconnected.
 */
public interface NamespaceHandler {

    /** Decides whether a client may enter. */
    ConnectResult connect(Handshake handshake);

    /** The client has entered; the answer that says so is sent before anything this sends. */
    default void connected(Socket socket) {}

    /**
     * The client sent an event.
     *
     * @param args what came after the name; binary parts are binary nodes
     * @param ack how to answer, null if the client did not ask for it
     */
    default void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {}

    /** The socket has ended; every event that was received before has been handled. */
    default void disconnected(Socket socket, DisconnectReason reason) {}
}
