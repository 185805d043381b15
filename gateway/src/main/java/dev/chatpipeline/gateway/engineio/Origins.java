package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which origins may connect. Browsers always send the page's origin; a request without one comes from another kind of client
 * and is admitted. Only host and port are compared with the server's own, not the scheme, because a proxy may terminate TLS.
 */
final class Origins {

    private static final String ANY = "*";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> allowed;

    Origins(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Whether the request is admitted; if so, sets the headers that let the page read the response. */
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

    /** Answers a CORS preflight request. */
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
