package dev.chatpipeline.gateway.socketio;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import org.eclipse.jetty.websocket.api.exceptions.MessageTooLargeException;
import org.eclipse.jetty.websocket.common.WebSocketSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketSession;

/** What arrives on one WebSocket, told to the session it opens or wants to upgrade. */
final class WebSocketConnection implements WebSocketHandler {

    private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

    private final EngineServer server;
    private final HttpHandshake request;
    private final @Nullable EngineSession upgraded;
    private @Nullable WebSocketTransport transport;

    /**
     * Prepares for the WebSocket.
     *
     * @param upgraded the session to upgrade, null to open one
     */
    WebSocketConnection(EngineServer server, HttpHandshake request, @Nullable EngineSession upgraded) {
        this.server = server;
        this.request = request;
        this.upgraded = upgraded;
    }

    @Override
    public void afterConnectionEstablished(org.springframework.web.socket.WebSocketSession spring) {
        WebSocketSession socket = Objects.requireNonNull(
                ((JettyWebSocketSession) spring).getNativeSession(WebSocketSession.class), "no native session");
        SocketIoProperties limits = server.properties();
        socket.setMaxTextMessageSize(limits.maxPayload());
        socket.setMaxBinaryMessageSize(limits.maxPayload());
        // The heartbeat decides who is alive; Jetty's own timeout is for what it does not cover.
        Duration heartbeat = limits.pingInterval().plus(limits.pingTimeout());
        socket.setIdleTimeout(heartbeat.multipliedBy(2));
        if (upgraded == null) {
            server.open(request, session -> start(session, socket));
        } else {
            Transport candidate = start(upgraded, socket);
            if (!upgraded.beginUpgrade(candidate)) {
                candidate.close(DisconnectReason.TRANSPORT_ERROR);
            }
        }
    }

    private Transport start(EngineSession session, WebSocketSession socket) {
        var started = new WebSocketTransport(server, session, socket);
        transport = started;
        return started;
    }

    @Override
    public void handleMessage(org.springframework.web.socket.WebSocketSession spring, WebSocketMessage<?> message) {
        if (transport == null) {
            return;
        }
        EngineSession session = transport.session();
        try {
            switch (message) {
                case TextMessage text -> session.receive(transport, Incoming.parse(text.getPayload()));
                case BinaryMessage binary -> session.receive(transport, new Incoming.Binary(copy(binary.getPayload())));
                default -> {} // ping and pong frames of the WebSocket itself
            }
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", session.id(), e.getMessage());
            session.lost(transport, DisconnectReason.PARSE_ERROR);
        }
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    @Override
    public void handleTransportError(org.springframework.web.socket.WebSocketSession spring, Throwable cause) {
        log.debug("websocket: {}", cause.toString());
        lost(
                cause instanceof MessageTooLargeException
                        ? DisconnectReason.PAYLOAD_TOO_LARGE
                        : DisconnectReason.TRANSPORT_ERROR);
    }

    @Override
    public void afterConnectionClosed(org.springframework.web.socket.WebSocketSession spring, CloseStatus status) {
        lost(DisconnectReason.TRANSPORT_CLOSE);
    }

    private void lost(DisconnectReason reason) {
        if (transport != null) {
            transport.session().lost(transport, reason);
        }
    }

    @Override
    public boolean supportsPartialMessages() {
        return false;
    }
}
