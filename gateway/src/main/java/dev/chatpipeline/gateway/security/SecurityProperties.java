package dev.chatpipeline.gateway.security;

import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who is trusted, and how that is shown.
 *
 * @param jwt            how tokens are verified
 * @param guest          whether a client without a token becomes a guest
 * @param guestTokenAge  how long a guest's token is valid
 * @param recoverySecret signs recovery ids; at least 32 bytes in UTF-8, the same on all gateways; {@code jwt.secret} if absent
 * @param allowedHosts   host names, without port, that requests may be for; IP addresses always may; all if empty
 * @param operatorToken  bearer token, at least 32 bytes in UTF-8, for {@code /actuator} beyond the probes; nobody has access if
 *                       absent, unless {@code management.server.port} is a port of its own
 */
@Validated
@ConfigurationProperties("chat.security")
public record SecurityProperties(
        @DefaultValue Jwt jwt,
        @DefaultValue("false") boolean guest,

        @DefaultValue("30d") @DurationMin(seconds = 1) @DurationMax(days = 3650)
        Duration guestTokenAge,

        @Nullable String recoverySecret,
        @DefaultValue Set<String> allowedHosts,
        @Nullable String operatorToken) {

    private static final int MIN_SECRET_BYTES = 32;

    public SecurityProperties {
        recoverySecret = recoverySecret == null || recoverySecret.isBlank() ? jwt.secret() : recoverySecret;
        if (recoverySecret == null) {
            throw new IllegalArgumentException("chat.security.recovery-secret: absent (expected: a secret shared by all"
                    + " gateways, since chat.security.jwt.secret is absent too; it may come from"
                    + " CHAT_RECOVERY_SECRET)");
        }
        requireLength("recovery-secret", recoverySecret);
        operatorToken = emptyToAbsent(operatorToken);
        if (operatorToken != null) {
            requireLength("operator-token", operatorToken);
        }
        allowedHosts = allowedHosts.stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
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

    private static @Nullable String emptyToAbsent(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    /** The key that signs recovery ids. */
    public String recoverySecretOrJwtSecret() {
        return Objects.requireNonNull(recoverySecret);
    }

    /** Omits secrets, so that none is logged. */
    @Override
    public String toString() {
        return "SecurityProperties[jwt=" + jwt + ", guest=" + guest + ", guestTokenAge=" + guestTokenAge
                + ", allowedHosts=" + allowedHosts + "]";
    }

    /**
     * How tokens are verified: by a shared secret or by an issuer's keys. Exactly one of the two is set.
     *
     * @param secret   shared HS256 key, at least 32 bytes in UTF-8; absent if there is an issuer
     * @param issuer   address of an OpenID provider, whose published keys verify tokens; absent if there is a secret
     * @param audience what the claim {@code aud} must contain; not checked if absent
     * @param endless  whether a token without {@code exp} is valid, and for ever
     * @param keys     how the issuer's keys are looked up
     */
    public record Jwt(
            @Nullable String secret,
            @Nullable String issuer,
            @Nullable String audience,
            @DefaultValue("false") boolean endless,
            @DefaultValue @Valid Keys keys) {

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

        /** Omits the secret, so that it is not logged. */
        @Override
        public String toString() {
            return "Jwt[secret=" + (secret == null ? "absent" : "***") + ", issuer=" + issuer + ", audience=" + audience
                    + ", endless=" + endless + ", keys=" + keys + "]";
        }
    }

    /**
     * How an issuer's keys are looked up.
     *
     * @param lookupTimeout  how long a look-up may take; a client waits for at most two of them
     * @param lookupInterval in which at most two look-ups are made, whatever keys tokens name
     * @param age            how long a key is used before it is looked up again, in the background after half of it; longer than
     *                       {@code lookup-interval} and two {@code lookup-timeout}
     * @param outage         how long keys are used on while the issuer cannot confirm them; longer than {@code age}
     */
    public record Keys(
            @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(seconds = 5)
            Duration lookupTimeout,

            @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(hours = 1)
            Duration lookupInterval,

            @DefaultValue("10m") @DurationMin(seconds = 1) @DurationMax(days = 1)
            Duration age,

            @DefaultValue("24h") @DurationMin(seconds = 1) @DurationMax(days = 365)
            Duration outage) {

        public Keys {
            requireLonger("outage", outage, "age", age);
            requireLonger("age", age, "lookup-interval", lookupInterval);
            requireLonger("age", age, "two lookup-timeout", lookupTimeout.multipliedBy(2));
        }

        private static void requireLonger(String key, Duration value, String otherKey, Duration other) {
            if (value.compareTo(other) <= 0) {
                throw new IllegalArgumentException("chat.security.jwt.keys." + key + ": " + value + " (expected: longer"
                        + " than " + otherKey + ", which is " + other + ")");
            }
        }
    }
}
