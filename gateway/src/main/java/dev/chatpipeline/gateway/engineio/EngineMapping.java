package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** Maps a request path to its Engine.IO server. */
public final class EngineMapping extends SimpleUrlHandlerMapping {

    /** Before controllers and static resources, which may match every path. */
    private static final int ORDER = -1;

    /** @param allowedOrigins origins that may connect besides the server's own; {@code *} for all */
    public EngineMapping(EngineServer server, Set<String> allowedOrigins) {
        super(Map.of(server.settings().path(), new EngineEndpoint(server, new Origins(allowedOrigins))), ORDER);
    }

    /** Leaves CORS to the endpoint: Spring would reject every preflight, and it does not check WebSockets. */
    @Override
    protected HandlerExecutionChain getCorsHandlerExecutionChain(
            HttpServletRequest request, HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
        return chain;
    }
}
