package dev.chatpipeline.gateway.security;

import dev.chatpipeline.gateway.failure.Problems;
import dev.chatpipeline.gateway.failure.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates API calls by the {@code Authorization} header or a cookie. A browser attaches cookies to requests from any
 * site, so for calls that change something they are accepted only from the gateway's own pages (CSRF). The header needs no
 * such check: a page of another site cannot set it without CORS.
 */
final class RequestAuthenticator extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final TokenVerifier verifier;
    private final CookieTokens cookieTokens;
    private final OwnPages ownPages;

    RequestAuthenticator(TokenVerifier verifier, CookieTokens cookieTokens, OwnPages ownPages) {
        this.verifier = verifier;
        this.cookieTokens = cookieTokens;
        this.ownPages = ownPages;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(request.getContextPath() + "/api/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            identify(request).ifPresent(user -> Authentications.set(request, response, user));
        } catch (Rejection e) {
            Problems.write(response, e);
            return;
        }
        chain.doFilter(request, response);
    }

    private Optional<Identity> identify(HttpServletRequest request) {
        String bearer = SocketAuthenticator.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (bearer != null) {
            return Optional.of(verifier.verify(bearer));
        }
        return SAFE.contains(request.getMethod()) || ownPages.sent(request)
                ? cookieTokens.identify(Cookies.of(request))
                : Optional.empty();
    }
}
