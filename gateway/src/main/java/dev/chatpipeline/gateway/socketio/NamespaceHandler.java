package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The application's side of a namespace. Methods run on virtual threads and may block. For one socket they are called one at
 * a time: connect, connected, events in the order they were sent, disconnected. If the connection ends before an accepted
 * client has been told, neither connected nor disconnected is called.
 */
public interface NamespaceHandler {

    /** Decides whether to admit a client. */
    ConnectResult connect(Handshake handshake);

    /** The client is connected. Its CONNECT packet is sent before anything that this method sends. */
    default void connected(Socket socket) {}

    /**
     * The client sent an event.
     *
     * @param args what followed the name; attachments are binary nodes
     * @param ack sends the acknowledgement, null if the client requested none
     */
    default void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {}

    /**
     * The client sent an event that was too large to be read. Unless the client is told, it may try again for ever.
     *
     * @param ack sends the acknowledgement, null if the client requested none
     */
    default void oversized(Socket socket, @Nullable Ack ack) {}

    /** The socket is disconnected. Every event received before has been handled. */
    default void disconnected(Socket socket, DisconnectReason reason) {}
}
