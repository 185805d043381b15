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

/** What arrives on one WebSocket, told to the session it opens or wants to upgrade. Frames come one after the other. */
final class WebSocketConnection implements FrameHandler {

    private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

    private final EngineServer server;
    private final HttpHandshake request;
    private final @Nullable ClientSession upgraded;
    private final WebSocketMessage message;
    private volatile @Nullable WebSocketTransport transport;

    /**
     * Prepares for the WebSocket.
     *
     * @param upgraded the session to upgrade, null to open one
     */
    WebSocketConnection(EngineServer server, HttpHandshake request, @Nullable ClientSession upgraded) {
        this.server = server;
        this.request = request;
        this.upgraded = upgraded;
        this.message = new WebSocketMessage(server.settings().maxPayload());
    }

    @Override
    public void onOpen(CoreSession frames, Callback callback) {
        // The heartbeat decides who is alive; Jetty's own timeout is for what it does not cover.
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
        transport = started;
        return started;
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        WebSocketTransport to = transport;
        if (to == null) {
            callback.succeeded();
            return;
        }
        switch (frame.getOpCode()) {
            case OpCode.CLOSE -> {
                to.session().lost(to, DisconnectReason.TRANSPORT_CLOSE);
                callback.succeeded();
                return;
            }
            case OpCode.PING -> to.pong(BufferUtil.copy(frame.getPayload()));
            case OpCode.PONG -> {}
            default -> {
                try {
                    receive(to, frame);
                } catch (WebSocketException e) {
                    callback.failed(e); // closes with the status that the exception stands for
                    return;
                } catch (RuntimeException e) {
                    log.error("message could not be taken in", e);
                    callback.failed(e);
                    return;
                }
            }
        }
        callback.succeeded();
        to.demand();
    }

    private void receive(WebSocketTransport to, Frame frame) {
        try {
            Incoming packet = message.add(frame);
            if (packet != null) {
                to.session().received(to, packet);
            }
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", to.session().id(), e.getMessage());
            to.session().lost(to, DisconnectReason.PARSE_ERROR);
        }
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        log.debug("websocket: {}", cause.toString());
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
        WebSocketTransport from = transport;
        if (from != null) {
            from.session().lost(from, reason);
        }
    }
}
