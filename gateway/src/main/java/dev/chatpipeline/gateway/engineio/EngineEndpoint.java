package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpRequestHandler;

/** The HTTP endpoint of Engine.IO. It checks a request and passes it to its session, or opens a new one. */
final class EngineEndpoint implements HttpRequestHandler {

    private final EngineServer server;
    private final Origins origins;
    private final Duration pollTimeout;
    private final Duration postTimeout;

    EngineEndpoint(EngineServer server, Origins origins) {
        this.server = server;
        this.origins = origins;
        // The heartbeat ends polls sooner. This bounds one whose session closed while it was arriving.
        this.pollTimeout = server.settings().heartbeat().multipliedBy(2);
        this.postTimeout = server.settings().receive().deadline();
    }

    @Override
    public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!origins.admit(request, response)) {
            EngineError.FORBIDDEN.write(response);
        } else if (request.getMethod().equals("OPTIONS")) {
            origins.preflight(request, response);
        } else {
            EngineError error = dispatch(request, response);
            if (error != null) {
                error.write(response);
            }
        }
    }

    private @Nullable EngineError dispatch(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Query query = Query.parse(request.getQueryString());
        String transport = query.get("transport").orElse("");
        if (!transport.equals("polling") && !transport.equals("websocket")) {
            return EngineError.UNKNOWN_TRANSPORT;
        }
        if (!query.get("EIO").orElse("").equals("4")) {
            return EngineError.UNSUPPORTED_VERSION;
        }
        String sid = query.get("sid").orElse("");
        ClientSession session = null;
        if (!sid.isEmpty()) {
            session = server.find(sid);
            if (session == null) {
                return EngineError.UNKNOWN_SID;
            }
        } else if (!request.getMethod().equals("GET")) {
            return EngineError.BAD_HANDSHAKE_METHOD;
        } else if (!server.hasRoom(request.getRemoteAddr())) {
            return EngineError.UNAVAILABLE;
        }
        String stamp = query.get("t").orElse("");
        return transport.equals("polling")
                ? poll(request, response, session, stamp)
                : connect(request, response, session);
    }

    private @Nullable EngineError poll(
            HttpServletRequest request, HttpServletResponse response, @Nullable ClientSession session, String stamp) {
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("POST")) {
            return EngineError.BAD_REQUEST;
        }
        ClientSession target =
                session == null ? server.open(HttpHandshake.of(request), PollingTransport::new) : session;
        if (!(target.transport() instanceof PollingTransport polling)) {
            return EngineError.BAD_REQUEST;
        }
        if (method.equals("GET")) {
            polling.poll(HttpExchange.start(request, response, pollTimeout), stamp);
        } else {
            polling.post(HttpExchange.start(request, response, postTimeout), stamp);
        }
        return null;
    }

    private @Nullable EngineError connect(
            HttpServletRequest request, HttpServletResponse response, @Nullable ClientSession session)
            throws IOException {
        if (!WebSocketUpgrade.isRequested(request)) {
            return EngineError.BAD_REQUEST;
        }
        var connection = new WebSocketConnection(
                server, session == null ? HttpHandshake.of(request) : session.request(), session);
        return WebSocketUpgrade.accept(request, connection) ? null : EngineError.BAD_REQUEST;
    }
}
