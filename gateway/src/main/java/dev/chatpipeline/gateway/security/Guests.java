package dev.chatpipeline.gateway.security;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;

/** Creates guests: users without an account. Signs their tokens. */
final class Guests {

    private static final String PREFIX = "guest-";

    private final JwtEncoder encoder;
    private final SecurityProperties properties;
    private final Clock clock;

    Guests(SecretKey key, SecurityProperties properties, Clock clock) {
        this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * A guest and a token for it.
     *
     * @param token     authenticates the guest from now on
     * @param userId    unique to this guest
     * @param expiresAt when the token expires
     */
    record Guest(String token, String userId, Instant expiresAt) {}

    /** Whether a user id is a guest's. */
    static boolean isGuest(String userId) {
        return userId.startsWith(PREFIX);
    }

    /** A new guest. */
    Guest create() {
        return renew(PREFIX + UUID.randomUUID());
    }

    /** A new token for a guest. */
    Guest renew(String userId) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expiresAt = now.plus(properties.guestTokenAge());
        JwtClaimsSet.Builder claims = JwtClaimsSet.builder()
                .subject(userId)
                .claim("name", "Guest")
                .issuedAt(now)
                .expiresAt(expiresAt);
        String audience = properties.jwt().audience();
        if (audience != null) {
            claims.audience(java.util.List.of(audience));
        }
        JwsHeader header = JwsHeader.with(MacAlgorithm.HS256).build();
        String token = encoder.encode(JwtEncoderParameters.from(header, claims.build()))
                .getTokenValue();
        return new Guest(token, userId, expiresAt);
    }

    Duration tokenAge() {
        return properties.guestTokenAge();
    }
}
