package dev.chatpipeline.gateway.engineio;

/** Why a session, or what the layer above built on it, ended. */
public enum DisconnectReason {
    /** The client took leave in the layer above. */
    CLIENT_DISCONNECT(1000),
    /** The server took leave in the layer above; a stock client does not come back by itself. */
    SERVER_DISCONNECT(1000),
    /** The server closed the transport without a farewell; a stock client reconnects and recovers. */
    SERVER_CLOSE(DisconnectReason.NO_FRAME),
    /** The server is stopping; a stock client reconnects elsewhere. */
    SHUTDOWN(DisconnectReason.NO_FRAME),
    /** The client closed its transport. */
    TRANSPORT_CLOSE(1000),
    /** The transport broke, or the client broke its rules. */
    TRANSPORT_ERROR(1002),
    /** A packet could not be read, or was not expected at this point. */
    PARSE_ERROR(1002),
    /** A message or body was longer than {@code max-payload}. */
    PAYLOAD_TOO_LARGE(1009),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT(DisconnectReason.NO_FRAME),
    /** The client did not complete a connect or an upgrade in time. */
    CONNECT_TIMEOUT(1000),
    /** More was waiting for the client than its queue may hold. */
    SLOW_CONSUMER(DisconnectReason.NO_FRAME),
    /** One write took longer than {@code send-deadline}. */
    SEND_TIMEOUT(DisconnectReason.NO_FRAME),
    /** The client sent events faster than they are handled, beyond the receive queue. */
    FLOODED(1008);

    /**
     * The WebSocket is cut without a close frame. A client that does not read would never see one, and OkHttp, under the
     * stock Java client, takes one as the beginning of a closing handshake: it notices only after a whole ping timeout
     * that the link is gone, although it should reconnect at once.
     */
    public static final int NO_FRAME = 1006;

    private final int closeCode;

    DisconnectReason(int closeCode) {
        this.closeCode = closeCode;
    }

    /** Status code of the WebSocket close frame, RFC 6455 section 7.4, or {@link #NO_FRAME}. */
    int closeCode() {
        return closeCode;
    }
}
