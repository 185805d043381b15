package dev.chatpipeline.gateway.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.filter.OncePerRequestFilter;

/** Gives a guest's cookie to whoever loads the page without a valid one, and a new one to whose grows old. */
final class PageCookie extends OncePerRequestFilter {

    private static final Set<String> PAGES = Set.of("/", "/index.html");

    private final Guests guests;
    private final CookieTokens cookieTokens;

    PageCookie(Guests guests, CookieTokens cookieTokens) {
        this.guests = guests;
        this.cookieTokens = cookieTokens;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return !request.getMethod().equals("GET") || !PAGES.contains(path);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<Identity> user = cookieTokens.identify(Cookies.of(request));
        if (user.isEmpty()) {
            set(guests.create(), request, response);
        } else if (guests.isDue(user.get())) {
            set(guests.renew(user.get().userId()), request, response);
        }
        chain.doFilter(request, response);
    }

    private void set(Guests.Guest guest, HttpServletRequest request, HttpServletResponse response) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(guests.cookieName(), guest.token())
                        .httpOnly(true)
                        .secure(request.isSecure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(guests.tokenAge())
                        .build()
                        .toString());
    }
}
