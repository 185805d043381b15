package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.TransportKind;

/** One client in one namespace. Sending is thread-safe and never blocks; after the end it does nothing. */
public interface Socket {

    /** Random and unique; new on each connect. */
    String id();

    /** How the client entered. */
    Handshake handshake();

    /** What the handler attached when it accepted the client. */
    <T> T attachment(Class<T> type);

    /** Whether the client is in the namespace, as far as the server knows. */
    boolean isConnected();

    /** How the client is reached now; polling may become a WebSocket. */
    TransportKind transport();

    /** Sends an event. Arguments are trees, byte arrays (sent as binary), or anything Jackson can write. */
    void emit(String event, Object... args);

    /** Sends an event that was built for many sockets. */
    void send(Frame frame);

    /**
     * Sends an event that was built for many sockets, with one more argument for this one.
     *
     * @param lastArgument a string of ASCII that JSON need not escape
     */
    void send(Frame frame, String lastArgument);

    /** Whether more than half of what may wait for the client does, so that senders who can should pause. */
    boolean isCongested();

    /** Makes the client leave the namespace; a stock client does not come back by itself. */
    void disconnect();

    /**
     * Closes the whole connection without a farewell, so that a stock client reconnects and recovers.
     *
     * @param why for the debug log
     */
    void closeTransport(String why);
}
