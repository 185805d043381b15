package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.TransportKind;
import java.time.Duration;
import java.util.concurrent.Future;

/** One client in one namespace. Sending is thread-safe and never blocks; once the socket has ended, it does nothing. */
public interface Socket {

    /** Random and unique; new on each connect. */
    String id();

    /** The request by which the client connected; without its payload once the handler knows that it is connected. */
    Handshake handshake();

    /** The object that the handler attached when it accepted the client. */
    <T> T attachment(Class<T> type);

    /** Whether the client is connected, as far as the server knows. */
    boolean isConnected();

    /** The transport in use. It changes when polling is upgraded to a WebSocket. */
    TransportKind transport();

    /** Sends an event. Arguments are JSON trees, byte arrays (sent as attachments), or anything Jackson can write. */
    void emit(String event, Object... args);

    /** Sends an event that is shared by many sockets. */
    void send(Frame frame);

    /**
     * Sends an event that is shared by many sockets, with a last argument for this one.
     *
     * @param lastArgument printable ASCII without quote or backslash, so that it needs no escaping
     */
    void send(Frame frame, String lastArgument);

    /** Whether the send queue is more than half full, so that a sender that can should pause. */
    boolean isCongested();

    /** Runs a task later, in turn with the handler's methods, unless the socket is disconnected by then. */
    Future<?> schedule(Duration delay, Runnable task);

    /** Disconnects the client from the namespace. A stock client does not reconnect by itself. */
    void disconnect();

    /**
     * Closes the whole connection without a disconnect packet, so that a stock client reconnects and recovers.
     *
     * @param why for the debug log
     */
    void closeTransport(String why);
}
