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
 * Turns a request into a WebSocket, with what {@code spring-boot-starter-websocket} sets up in Jetty.
 *
 * <p>Frames are taken from Jetty's core rather than by way of Jetty's or Spring's WebSocket session: those keep the whole
 * upgrade request alive for as long as the connection, some 13 KB, and take text as strings only.
 *
 * <p>No extension is accepted: the compression that every browser offers costs far more memory and time per connection than
 * it saves on messages of a few hundred bytes.
 */
final class WebSocketUpgrade {

    private static final Configuration.Customizer DEFAULTS = new Configuration.ConfigurationCustomizer();

    private WebSocketUpgrade() {}

    /** Whether the request asks for a WebSocket in the one way there is. */
    static boolean isAskedFor(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && "13".equals(request.getHeader("Sec-WebSocket-Version"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    /** Answers the request; false when Jetty would not have it. */
    static boolean answer(HttpServletRequest request, FrameHandler connection) throws IOException {
        WebSocketMappings webSockets = WebSocketMappings.getMappings(
                ServletContextHandler.getServletContextHandler(request.getServletContext()));
        ServletContextRequest asked = ServletContextRequest.getServletContextRequest(request);
        try (Blocker.Callback done = Blocker.callback()) {
            boolean answered = webSockets.upgrade(
                    (upgrade, answer, unused) -> {
                        answer.setExtensions(List.of());
                        return connection;
                    },
                    asked,
                    asked.getServletContextResponse(),
                    done,
                    DEFAULTS);
            if (answered) {
                done.block();
            }
            return answered;
        }
    }
}
