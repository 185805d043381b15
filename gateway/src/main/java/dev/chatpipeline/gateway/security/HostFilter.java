package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Problems;
import dev.chatpipeline.gateway.failure.Rejection;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests for a host name that is not the gateway's. Without that, a page whose owner lets its name lead to this
 * address (DNS rebinding) would be the gateway's own page to the browser. An IP address is nobody's to redirect.
 */
final class HostFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(HostFilter.class);

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F]*:[0-9a-fA-F:.%]*]?");

    private final Set<String> allowed;
    private final OncePerValue refused = new OncePerValue();

    /** @param allowed names in lower case; empty for all */
    HostFilter(Set<String> allowed) {
        this.allowed = allowed;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String host = request.getServerName().toLowerCase(java.util.Locale.ROOT);
        return allowed.isEmpty()
                || allowed.contains(host)
                || ADDRESS.matcher(host).matches();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getServerName();
        refused.run(
                host,
                () -> log.warn(
                        "Requests for the host {} are refused (expected: {} or an IP address; see"
                                + " chat.security.allowed-hosts)",
                        host,
                        allowed));
        Problems.write(response, new Rejection(FailureCode.HOST_NOT_ALLOWED, "This host is not served: " + host + "."));
    }
}
