package dev.chatpipeline.gateway.socketio;

/** Why a socket, or the connection under it, ended. */
public enum DisconnectReason {
    /** The client left the namespace. */
    CLIENT_DISCONNECT(1000),
    /** {@link Socket#disconnect()}: the client left on our word and will not come back by itself. */
    SERVER_DISCONNECT(1000),
    /** {@link Socket#closeTransport}: a stock client reconnects and recovers. */
    SERVER_CLOSE(1000),
    /** The server is stopping; a stock client reconnects elsewhere. */
    SHUTDOWN(1001),
    /** The client closed its transport. */
    TRANSPORT_CLOSE(1000),
    /** The transport broke, or its rules were. */
    TRANSPORT_ERROR(1002),
    /** A packet could not be read or came out of turn. */
    PARSE_ERROR(1002),
    /** A message or body was longer than {@code max-payload}. */
    PAYLOAD_TOO_LARGE(1009),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT(1000),
    /** The client was in no namespace for too long. */
    CONNECT_TIMEOUT(1000),
    /** More was waiting for the client than its queue may hold. */
    SLOW_CONSUMER(1013),
    /** One write took longer than {@code send-deadline}. */
    SEND_TIMEOUT(1013),
    /** The client sent events faster than they are handled, beyond the receive queue. */
    FLOODED(1008);

    private final int closeCode;

    DisconnectReason(int closeCode) {
        this.closeCode = closeCode;
    }

    /** Status of the WebSocket close frame, RFC 6455 section 7.4. */
    int closeCode() {
        return closeCode;
    }

    /** Whether the client is known not to read, so that no close frame would reach it. */
    boolean isClientStuck() {
        return this == SLOW_CONSUMER || this == SEND_TIMEOUT;
    }
}
