package dev.chatpipeline.gateway.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.web.util.WebUtils;

/**
 * Finds the token of an API call. A cookie is sent by the browser whoever wrote the page, so for calls that change
 * something it counts only from our own pages; a header can be set by our own pages only.
 */
final class RequestTokens implements BearerTokenResolver {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    @Override
    public @Nullable String resolve(HttpServletRequest request) {
        if (!request.getRequestURI().startsWith(request.getContextPath() + "/api/")) {
            return null;
        }
        String bearer = Gate.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (bearer != null) {
            return bearer;
        }
        boolean trusted = SAFE.contains(request.getMethod()) || isOwnPage(request);
        return trusted ? cookie(request) : null;
    }

    static @Nullable String cookie(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, Gate.COOKIE);
        return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
    }

    private static boolean isOwnPage(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        // Not by scheme, which a proxy may have changed; neither names the scheme's own port.
        return origin == null || origin.endsWith("://" + request.getHeader(HttpHeaders.HOST));
    }
}
