package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may connect. A browser names the page's origin; any other client may leave it out and is let in. The
 * same host and port counts as the same origin, whatever the scheme: a proxy in front may end TLS.
 */
final class Origins {

    private static final String ANY = "*";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> allowed;

    Origins(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Whether the request may go on; if so, the headers that let the page read the answer are set. */
    boolean admit(HttpServletRequest request, HttpServletResponse response) {
        String origin = request.getHeader("Origin");
        if (origin == null || allowed.contains(ANY)) {
            if (origin != null) {
                response.setHeader("Access-Control-Allow-Origin", ANY);
            }
            return true;
        }
        response.addHeader("Vary", "Origin");
        if (allowed.contains(origin)) {
            response.setHeader("Access-Control-Allow-Origin", origin);
            response.setHeader("Access-Control-Allow-Credentials", "true");
            return true;
        }
        return isSame(origin, request.getHeader("Host"));
    }

    private static boolean isSame(String origin, @Nullable String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && host != null && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }

    /** Answers a browser's question whether it may send the request it wants to. */
    void preflight(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Allow", "GET, POST, OPTIONS");
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        response.setHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
        String headers = request.getHeader("Access-Control-Request-Headers");
        if (headers != null) {
            response.setHeader("Access-Control-Allow-Headers", headers);
        }
    }
}
