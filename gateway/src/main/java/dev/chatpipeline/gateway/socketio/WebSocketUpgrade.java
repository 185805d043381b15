package dev.chatpipeline.gateway.socketio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketHandlerAdapter;
import org.springframework.web.socket.adapter.jetty.JettyWebSocketSession;

/**
 * Turns a request into a WebSocket as Spring's {@code JettyRequestUpgradeStrategy} does, but without extensions: left to
 * itself Jetty accepts the compression that every browser offers, which costs far more memory and time per connection than
 * it saves on messages of a few hundred bytes.
 */
final class WebSocketUpgrade {

    private WebSocketUpgrade() {}

    /** Whether the request asks for a WebSocket in the one way there is. */
    static boolean isAskedFor(HttpServletRequest request) {
        return request.getMethod().equals("GET")
                && "websocket".equalsIgnoreCase(request.getHeader("Upgrade"))
                && "13".equals(request.getHeader("Sec-WebSocket-Version"))
                && request.getHeader("Sec-WebSocket-Key") != null;
    }

    /** Answers the request; false when Jetty would not have it. */
    static boolean answer(HttpServletRequest request, HttpServletResponse response, WebSocketHandler handler)
            throws IOException {
        return JettyWebSocketServerContainer.getContainer(request.getServletContext())
                .upgrade(
                        (asked, answer) -> {
                            answer.setExtensions(List.of());
                            return new JettyWebSocketHandlerAdapter(handler, new JettyWebSocketSession(Map.of()));
                        },
                        request,
                        response);
    }
}
