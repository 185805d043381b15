package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Problems;
import dev.chatpipeline.gateway.failure.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** Rejects requests with 503 until the gateway can serve them. Stock Socket.IO clients retry by themselves. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class NotReadyFilter extends OncePerRequestFilter {

    private volatile boolean ready;

    void admitRequests() {
        ready = true;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return ready || request.getRequestURI().startsWith("/actuator/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        Problems.write(response, new Rejection(FailureCode.LOG_UNAVAILABLE, "The gateway is starting."));
    }
}
