package dev.chatpipeline.gateway.security;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which web pages may use the gateway.
 *
 * @param allowedOrigins origins that may use the gateway besides its own host and port; {@code *} for all
 */
@ConfigurationProperties("chat.cors")
public record CorsProperties(@DefaultValue Set<String> allowedOrigins) {

    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/]+");

    public CorsProperties {
        allowedOrigins =
                allowedOrigins.stream().map(CorsProperties::asBrowsersSay).collect(Collectors.toUnmodifiableSet());
    }

    /** People copy an address with the slash at its end or the scheme's own port, which no browser sends. */
    private static String asBrowsersSay(String configured) {
        String origin = configured
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceFirst("/$", "")
                .replaceFirst("^(https://.*):443$|^(http://.*):80$", "$1$2");
        if (!ORIGIN.matcher(origin).matches()) {
            throw new IllegalArgumentException("chat.cors.allowed-origins: " + configured
                    + " (expected: * or scheme, host and port, such as https://chat.example.org)");
        }
        return origin;
    }
}
