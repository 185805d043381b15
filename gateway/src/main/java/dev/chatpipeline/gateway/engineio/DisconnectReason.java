package dev.chatpipeline.gateway.engineio;

import org.jspecify.annotations.Nullable;

/** Why a session, or a socket that the layer above opened on it, ended. */
public enum DisconnectReason {
    /** The client disconnected in the layer above. */
    CLIENT_DISCONNECT(1000),
    /** The server disconnected the client in the layer above; a stock client does not reconnect by itself. */
    SERVER_DISCONNECT(1000),
    /** The server dropped the transport without a disconnect packet; a stock client reconnects and recovers. */
    SERVER_CLOSE(DisconnectReason.NO_FRAME),
    /** The server is shutting down; a stock client reconnects, to another server if there is one. */
    SHUTDOWN(DisconnectReason.NO_FRAME),
    /** The client closed its transport. */
    TRANSPORT_CLOSE(1000),
    /** The transport failed, or the client broke its rules. */
    TRANSPORT_ERROR(1002),
    /** A packet was malformed or out of sequence. */
    PARSE_ERROR(1002),
    /** A message or request body was larger than {@code max-payload}, or than {@code entry-payload} before a connect. */
    PAYLOAD_TOO_LARGE(1009, "max-payload"),
    /** A packet's JSON was nested deeper, or had more parts, than the server is willing to hold. */
    TOO_COMPLEX(1009, "json"),
    /** The rest of a message, request body or packet did not arrive in time. */
    RECEIVE_TIMEOUT(1008, "receive-deadline"),
    /** The receive budget is used up, and the client holds more than its share of it. */
    OVERLOADED(1013, "receive-budget"),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT(DisconnectReason.NO_FRAME),
    /** The client did not connect to a namespace, or complete an upgrade, in time. */
    CONNECT_TIMEOUT(1000, "connect-timeout"),
    /** The client's send queue overflowed. */
    SLOW_CONSUMER(DisconnectReason.NO_FRAME, "send-queue"),
    /** One write took longer than {@code send-deadline}. */
    SEND_TIMEOUT(DisconnectReason.NO_FRAME, "send-deadline"),
    /** The client's receive queue overflowed: it sent events faster than they are handled. */
    FLOODED(1008, "receive-queue"),
    /** The client sent WebSocket pings without a pause. */
    PING_FLOOD(1008, "pings"),
    /** The client connected to namespaces more often than one connection may. */
    TOO_MANY_CONNECTS(1008, "connects");

    /**
     * Closes the WebSocket without a close frame. A client that has stopped reading would never see the frame. OkHttp, which
     * the stock Java client uses, starts a closing handshake when it gets one: it then notices the lost connection only
     * after a whole ping timeout, although it should reconnect at once.
     */
    public static final int NO_FRAME = 1006;

    private final int closeCode;
    private final @Nullable String limit;

    DisconnectReason(int closeCode) {
        this(closeCode, null);
    }

    DisconnectReason(int closeCode, @Nullable String limit) {
        this.closeCode = closeCode;
        this.limit = limit;
    }

    /** Whether the client is to come back at once. */
    boolean letsClientReconnect() {
        return closeCode == NO_FRAME;
    }

    /** Status code of the WebSocket close frame (RFC 6455, section 7.4), or {@link #NO_FRAME}. */
    int closeCode() {
        return closeCode;
    }

    /** The limit that the client ran into, null if it was none. */
    @Nullable
    String limit() {
        return limit;
    }
}
