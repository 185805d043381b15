package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;

/**
 * Performs the WebSocket handshake with what {@code spring-boot-starter-websocket} sets up in Jetty.
 *
 * <p>It uses Jetty's core session rather than Jetty's or Spring's WebSocket session. Those keep the whole upgrade request in
 * memory for as long as the connection, some 13 KB, and accept text only as strings.
 *
 * <p>It accepts no extension. Every browser offers compression, but for messages of a few hundred bytes that costs far more
 * memory and CPU per connection than it saves.
 */
final class WebSocketUpgrade {

    private static final Configuration.Customizer DEFAULTS = new Configuration.ConfigurationCustomizer();

    private WebSocketUpgrade() {}

    /** Whether the request has the headers that RFC 6455 requires. */
    static boolean isRequested(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && "13".equals(request.getHeader("Sec-WebSocket-Version"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    /** Completes the handshake; false if Jetty rejects it. */
    static boolean accept(HttpServletRequest request, FrameHandler connection) throws IOException {
        WebSocketMappings webSockets = WebSocketMappings.getMappings(
                ServletContextHandler.getServletContextHandler(request.getServletContext()));
        ServletContextRequest jettyRequest = ServletContextRequest.getServletContextRequest(request);
        try (Blocker.Callback done = Blocker.callback()) {
            boolean accepted = webSockets.upgrade(
                    (upgrade, response, unused) -> {
                        response.setExtensions(List.of());
                        return connection;
                    },
                    jettyRequest,
                    jettyRequest.getServletContextResponse(),
                    done,
                    DEFAULTS);
            if (accepted) {
                done.block();
            }
            return accepted;
        }
    }
}
