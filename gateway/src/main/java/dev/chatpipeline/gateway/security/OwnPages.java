package dev.chatpipeline.gateway.security;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;

/** Tells requests of the gateway's own pages from those of other sites' pages. */
final class OwnPages {

    private static final Logger log = LoggerFactory.getLogger(OwnPages.class);

    private final OncePerValue refused = new OncePerValue();

    /** Whether a page of the gateway's own sent the request, or no page did. If another did, the log says so once. */
    boolean sent(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin == null || isOwn(origin, request)) {
            return true;
        }
        refused.run(
                origin,
                () -> log.warn(
                        "No cookie is accepted from pages of {}, for this is {} (behind a proxy that changes Host: see"
                                + " server.forward-headers-strategy)",
                        origin,
                        request.getServerName()));
        return false;
    }

    /** Whether an origin has the request's host and port. A proxy may terminate TLS, so 80 and 443 count as one. */
    static boolean isOwn(String origin, HttpServletRequest request) {
        String host = request.getServerName() + ":" + request.getServerPort();
        return withoutDefaultPort(origin).endsWith("://" + withoutDefaultPort(host));
    }

    private static String withoutDefaultPort(String address) {
        return address.replaceFirst(":(80|443)$", "").toLowerCase(java.util.Locale.ROOT);
    }
}
