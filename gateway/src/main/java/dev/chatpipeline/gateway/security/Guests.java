package dev.chatpipeline.gateway.security;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
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
    private final String cookieName;

    Guests(SecretKey key, SecurityProperties properties, Clock clock) {
        this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
        this.properties = properties;
        this.clock = clock;
        this.cookieName = "chat_guest_" + fingerprint(key);
    }

    private static String fingerprint(SecretKey key) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            byte[] hash = mac.doFinal("chat-pipeline guest cookie".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
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

    /** Whether a user is a guest whose token has less than half of its life before it: one who keeps coming stays. */
    boolean isDue(Identity user) {
        return isGuest(user.userId())
                && user.expiresAt() != null
                && clock.instant().plus(tokenAge().dividedBy(2)).isAfter(user.expiresAt());
    }

    /**
     * The cookie that keeps a guest's token. Installations with different keys differ in it, for cookies know no ports: two
     * of them on one host would overwrite each other's.
     */
    String cookieName() {
        return cookieName;
    }

    Duration tokenAge() {
        return properties.guestTokenAge();
    }
}
