package dev.chatpipeline.gateway.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives a guest's cookie to whoever loads the page without a valid one, so that they stay the same guest on a reload. */
final class PageCookie extends OncePerRequestFilter {

    private static final Set<String> PAGES = Set.of("/", "/index.html");

    private final Guests guests;
    private final JwtDecoder decoder;

    PageCookie(Guests guests, JwtDecoder decoder) {
        this.guests = guests;
        this.decoder = decoder;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return !request.getMethod().equals("GET") || !PAGES.contains(path);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String token = RequestTokens.cookie(request);
        if (token == null || !isValid(token)) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(
                                    SocketAuthenticator.COOKIE, guests.create().token())
                            .httpOnly(true)
                            .secure(request.isSecure())
                            .sameSite("Lax")
                            .path("/")
                            .maxAge(guests.tokenAge())
                            .build()
                            .toString());
        }
        chain.doFilter(request, response);
    }

    private boolean isValid(String token) {
        try {
            decoder.decode(token);
            return true;
        } catch (JwtException e) {
            return false;
        }
    }
}
