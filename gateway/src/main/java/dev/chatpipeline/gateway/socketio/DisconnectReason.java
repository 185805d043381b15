package dev.chatpipeline.gateway.socketio;

/** Why a socket, or the connection under it, ended. */
public enum DisconnectReason {
    /** The client left the namespace. */
    CLIENT_DISCONNECT(1000),
    /** {@link Socket#disconnect()}: the client left on our word and will not come back by itself. */
    SERVER_DISCONNECT(1000),
    /** {@link Socket#closeTransport}: a stock client reconnects and recovers. */
    SERVER_CLOSE(DisconnectReason.NO_FRAME),
    /** The server is stopping; a stock client reconnects elsewhere. */
    SHUTDOWN(DisconnectReason.NO_FRAME),
    /** The client closed its transport. */
    TRANSPORT_CLOSE(1000),
    /** The transport broke, or its rules were. */
    TRANSPORT_ERROR(1002),
    /** A packet could not be read or came out of turn. */
    PARSE_ERROR(1002),
    /** A message or body was longer than {@code max-payload}. */
    PAYLOAD_TOO_LARGE(1009),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT(DisconnectReason.NO_FRAME),
    /** The client was in no namespace for too long. */
    CONNECT_TIMEOUT(1000),
    /** More was waiting for the client than its queue may hold. */
    SLOW_CONSUMER(DisconnectReason.NO_FRAME),
    /** One write took longer than {@code send-deadline}. */
    SEND_TIMEOUT(DisconnectReason.NO_FRAME),
    /** The client sent events faster than they are handled, beyond the receive queue. */
    FLOODED(1008);

    /**
     * Stands for cutting a WebSocket without a close frame. A client that does not read would not see one. And OkHttp,
     * under the stock Java client, takes one for the beginning of a farewell and does not notice for a whole ping timeout
     * that the link is gone, when it should reconnect at once.
     */
    static final int NO_FRAME = 1006;

    private final int closeCode;

    DisconnectReason(int closeCode) {
        this.closeCode = closeCode;
    }

    /** Status of the WebSocket close frame, RFC 6455 section 7.4, or {@link #NO_FRAME}. */
    int closeCode() {
        return closeCode;
    }
}
