package dev.chatpipeline.gateway.security;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which tokens are trusted.
 *
 * @param jwt            how tokens are verified
 * @param guest          whether a client without a token becomes a guest
 * @param guestTokenAge  how long a guest's token is valid
 * @param recoverySecret signs recovery ids; at least 32 bytes in UTF-8, the same on all gateways; {@code jwt.secret} if absent
 */
@Validated
@ConfigurationProperties("chat.security")
public record SecurityProperties(
        @DefaultValue Jwt jwt,
        @DefaultValue("false") boolean guest,

        @DefaultValue("30d") @DurationMin(seconds = 1) @DurationMax(days = 3650)
        Duration guestTokenAge,

        @Nullable String recoverySecret) {

    private static final int MIN_SECRET_BYTES = 32;

    public SecurityProperties {
        recoverySecret = recoverySecret == null || recoverySecret.isBlank() ? jwt.secret() : recoverySecret;
        if (recoverySecret == null) {
            throw new IllegalArgumentException("chat.security.recovery-secret: absent (expected: a secret shared by all"
                    + " gateways, since chat.security.jwt.secret is absent too; it may come from"
                    + " CHAT_RECOVERY_SECRET)");
        }
        requireLength("recovery-secret", recoverySecret);
        if (guest && jwt.secret() == null) {
            throw new IllegalArgumentException(
                    "chat.security.jwt.secret: absent (expected: a secret, which signs guests' tokens)");
        }
    }

    private static void requireLength(String key, String secret) {
        int bytes = secret.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException(
                    "chat.security." + key + ": " + bytes + " bytes (expected: >= " + MIN_SECRET_BYTES + ")");
        }
    }

    /** The key that signs recovery ids. */
    public String recoverySecretOrJwtSecret() {
        return Objects.requireNonNull(recoverySecret);
    }

    /** Omits secrets, so that none is logged. */
    @Override
    public String toString() {
        return "SecurityProperties[jwt=" + jwt + ", guest=" + guest + ", guestTokenAge=" + guestTokenAge + "]";
    }

    /**
     * How tokens are verified: by a shared secret or by an issuer's keys. Exactly one of the two is set.
     *
     * @param secret   shared HS256 key, at least 32 bytes in UTF-8; absent if there is an issuer
     * @param issuer   address of an OpenID provider, whose published keys verify tokens; absent if there is a secret
     * @param audience what the claim {@code aud} must contain; not checked if absent
     */
    public record Jwt(
            @Nullable String secret,
            @Nullable String issuer,
            @Nullable String audience) {

        public Jwt {
            secret = emptyToAbsent(secret);
            issuer = emptyToAbsent(issuer);
            audience = emptyToAbsent(audience);
            if ((secret == null) == (issuer == null)) {
                throw new IllegalArgumentException("chat.security.jwt: "
                        + (secret == null ? "neither secret nor issuer" : "both secret and issuer")
                        + " (expected: exactly one; the secret may come from CHAT_JWT_SECRET)");
            }
            if (secret != null) {
                requireLength("jwt.secret", secret);
            }
        }

        private static @Nullable String emptyToAbsent(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }

        /** Omits the secret, so that it is not logged. */
        @Override
        public String toString() {
            return "Jwt[secret=" + (secret == null ? "absent" : "***") + ", issuer=" + issuer + ", audience=" + audience
                    + "]";
        }
    }
}
