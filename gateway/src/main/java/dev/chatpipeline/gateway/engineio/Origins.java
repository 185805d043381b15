package dev.chatpipeline.gateway.engineio;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which origins may connect. Browsers always send the page's origin; a request without one comes from another kind of client
 * and is admitted. Only host and port are compared with the server's own, not the scheme, because a proxy may terminate TLS;
 * so 80 and 443 count as one port.
 */
final class Origins {

    private static final Logger log = LoggerFactory.getLogger(Origins.class);

    private static final String ANY = "*";
    private static final String PREFLIGHT_SECONDS = "600";

    /** Origins whose refusal is logged, so that nobody can fill the log. */
    private static final int MAX_LOGGED = 100;

    private final Set<String> allowed;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

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
        String host = request.getServerName() + ":" + request.getServerPort();
        if (isSame(origin, host)) {
            return true;
        }
        if (logged.size() < MAX_LOGGED && logged.add(origin)) {
            log.warn(
                    "Pages of {} are refused, for this is {} (to let them in: chat.cors.allowed-origins; behind a proxy that"
                            + " changes Host: server.forward-headers-strategy)",
                    origin,
                    host);
        }
        return false;
    }

    private static boolean isSame(String origin, String host) {
        int scheme = origin.indexOf("://");
        return scheme > 0
                && withoutDefaultPort(origin.substring(scheme + 3)).equalsIgnoreCase(withoutDefaultPort(host));
    }

    private static String withoutDefaultPort(String host) {
        return host.replaceFirst(":(80|443)$", "");
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
