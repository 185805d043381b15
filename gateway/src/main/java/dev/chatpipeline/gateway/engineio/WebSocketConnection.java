package dev.chatpipeline.gateway.engineio;

import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.exception.MessageTooLargeException;
import org.eclipse.jetty.websocket.core.exception.WebSocketException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Receives one WebSocket's frames for the session that it opens or upgrades. Frames arrive one at a time. */
final class WebSocketConnection implements FrameHandler {

    private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

    private final EngineServer server;
    private final HttpHandshake request;
    private final @Nullable ClientSession upgraded;
    private volatile @Nullable Source source;

    /** The transport, once it is open, and the message that arrives on it. */
    private record Source(TransportListener session, WebSocketTransport transport, WebSocketMessage message) {

        void lost(DisconnectReason reason) {
            session.lost(transport, reason);
        }
    }

    /** @param upgraded the session to upgrade; null to open a new one */
    WebSocketConnection(EngineServer server, HttpHandshake request, @Nullable ClientSession upgraded) {
        this.server = server;
        this.request = request;
        this.upgraded = upgraded;
    }

    @Override
    public void onOpen(CoreSession frames, Callback callback) {
        // The heartbeat detects dead clients; Jetty's idle timeout is only a backstop.
        frames.setIdleTimeout(server.settings().heartbeat().multipliedBy(2));
        if (upgraded == null) {
            server.open(request, session -> start(session, frames));
        } else {
            Transport candidate = start(upgraded, frames);
            if (!upgraded.beginUpgrade(candidate)) {
                candidate.close(DisconnectReason.TRANSPORT_ERROR);
            }
        }
        callback.succeeded();
        frames.demand();
    }

    private Transport start(TransportListener session, CoreSession frames) {
        var started = new WebSocketTransport(server.timer(), session, frames);
        source = new Source(
                session,
                started,
                new WebSocketMessage(
                        session, server.timer(), () -> session.lost(started, DisconnectReason.RECEIVE_TIMEOUT)));
        return started;
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        Source from = source;
        if (from == null) {
            callback.succeeded();
            return;
        }
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> {
                from.lost(DisconnectReason.TRANSPORT_CLOSE);
                callback.succeeded();
                return;
            }
            case OpCode.PING -> from.transport().pong(BufferUtil.copy(frame.getPayload()));
            case OpCode.PONG -> {}
            default -> {
                try {
                    receive(from, frame);
                } catch (WebSocketException e) {
                    callback.failed(e); // Jetty closes with the exception's status code
                    return;
                } catch (RuntimeException e) {
                    log.error("Cannot handle a message", e);
                    callback.failed(e);
                    return;
                }
            }
        }
        callback.succeeded();
        from.transport().demand();
    }

    private static void receive(Source from, Frame frame) {
        try {
            Incoming packet = from.message().add(frame);
            if (packet != null) {
                from.session().received(from.transport(), packet);
            }
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", from.session().id(), e.getMessage());
            from.lost(e.reason());
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        log.debug("A WebSocket failed: {}", cause.toString());
        lost(
                cause instanceof MessageTooLargeException
                        ? DisconnectReason.PAYLOAD_TOO_LARGE
                        : DisconnectReason.TRANSPORT_ERROR);
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        lost(DisconnectReason.TRANSPORT_CLOSE);
        callback.succeeded();
    }

    private void lost(DisconnectReason reason) {
        Source from = source;
        if (from != null) {
            from.message().close();
            from.lost(reason);
        }
    }
}
