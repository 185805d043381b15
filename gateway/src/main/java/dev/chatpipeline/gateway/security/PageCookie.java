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

/** Gives whoever loads the page a guest's cookie, unless they have a good one, so that a reload is the same person. */
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
        if (token == null || !isGood(token)) {
            response.addHeader(
                    HttpHeaders.SET_COOKIE,
                    ResponseCookie.from(Gate.COOKIE, guests.admit().token())
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

    private boolean isGood(String token) {
        try {
            decoder.decode(token);
            return true;
        } catch (JwtException e) {
            return false;
        }
    }
}
