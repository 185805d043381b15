package dev.chatpipeline.gateway.socketio;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Leads the requests of one path to its engine. */
final class EngineMapping extends SimpleUrlHandlerMapping {

    /** Before controllers and static resources, which may match every path. */
    private static final int ORDER = -1;

    EngineMapping(EngineServer server, Origins origins) {
        super(Map.of(server.properties().path(), new EngineEndpoint(server, origins)), ORDER);
    }

    /** Leaves origins to the endpoint: Spring would refuse every preflight, and does not check WebSockets. */
    @Override
    protected HandlerExecutionChain getCorsHandlerExecutionChain(
            HttpServletRequest request, HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
        return chain;
    }
}
