package dev.chatpipeline.gateway.security;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages may use the gateway.
 *
 * @param allowedOrigins origins that may use the gateway besides its own host and port; {@code *} for all
 */
@ConfigurationProperties("chat.cors")
public record CorsProperties(@DefaultValue Set<String> allowedOrigins) {

    public CorsProperties {
        allowedOrigins = Set.copyOf(allowedOrigins);
    }
}
