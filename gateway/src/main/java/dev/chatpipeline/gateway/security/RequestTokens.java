package dev.chatpipeline.gateway.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.web.util.WebUtils;

/**
 * Finds the token of an API call, in the {@code Authorization} header or the cookie. A browser attaches the cookie to requests
 * from any site, so for calls that change something it is accepted only from the gateway's own pages (CSRF). The header needs
 * no such check: a page of another site cannot set it without CORS.
 */
final class RequestTokens implements BearerTokenResolver {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
            return null;
        }
        String bearer = SocketAuthenticator.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (bearer != null) {
            return bearer;
        }
        boolean cookieAllowed = SAFE.contains(request.getMethod()) || isFromOwnPage(request);
        return cookieAllowed ? cookie(request) : null;
    }

    static @Nullable String cookie(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, SocketAuthenticator.COOKIE);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    private static boolean isFromOwnPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        // The scheme is not compared, since a proxy may terminate TLS. Both leave out the scheme's default port.
        return origin == null || origin.endsWith("://" + request.getHeader(HttpHeaders.HOST));
    }
}
