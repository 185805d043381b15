package dev.chatpipeline.gateway.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Recognises the operator by a token of their own, for what is none of the users' business. */
final class OperatorFilter extends OncePerRequestFilter {

    static final String ROLE = "OPERATOR";

    private final byte[] token;

    OperatorFilter(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith(request.getContextPath() + "/actuator");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String shown = SocketAuthenticator.bearer(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (shown != null && MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token)) {
            Authentications.set(request, response, "operator", ROLE);
        }
        chain.doFilter(request, response);
    }
}
