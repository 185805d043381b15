package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Validates the claims of a token whose signature is valid. Unlike Spring's own validators it tells expiry from other errors. */
final class TokenRules implements OAuth2TokenValidator<Jwt> {

    private static final Logger log = LoggerFactory.getLogger(TokenRules.class);

    private static final int MAX_SUBJECT = 256;

    private final @Nullable String issuer;
    private final @Nullable String audience;
    private final Clock clock;

    TokenRules(SecurityProperties.Jwt settings, Clock clock) {
        this.issuer = settings.issuer();
        this.audience = settings.audience();
        this.clock = clock;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        Instant now = clock.instant();
        String subject = token.getSubject();
        if (subject == null || subject.isBlank() || subject.length() > MAX_SUBJECT) {
            return invalid("sub: " + (subject == null ? "absent" : subject.length() + " characters")
                    + " (expected: 1 to " + MAX_SUBJECT + ")");
        }
        if (issuer != null && !issuer.equals(token.getClaimAsString("iss"))) {
            return invalid("iss: " + token.getClaimAsString("iss") + " (expected: " + issuer + ")");
        }
        if (audience != null
                && (token.getAudience() == null || !token.getAudience().contains(audience))) {
            return invalid("aud: " + token.getAudience() + " (expected: " + audience + ")");
        }
        if (token.getNotBefore() != null && now.plus(Clocks.SKEW).isBefore(token.getNotBefore())) {
            return invalid("nbf: " + token.getNotBefore() + " (expected: not after " + now + ")");
        }
        if (token.getExpiresAt() != null && now.minus(Clocks.SKEW).isAfter(token.getExpiresAt())) {
            return failure(
                    FailureCode.TOKEN_EXPIRED, "exp: " + token.getExpiresAt() + " (expected: after " + now + ")");
        }
        return OAuth2TokenValidatorResult.success();
    }

    /** Maps a decoder's failure to a rejection. */
    static Rejection rejection(JwtException failure) {
        if (failure instanceof JwtValidationException invalid) {
            OAuth2Error error = invalid.getErrors().iterator().next();
            if (error.getErrorCode().equals(FailureCode.TOKEN_EXPIRED.wire())) {
                return new Rejection(FailureCode.TOKEN_EXPIRED, "The token has expired: " + error.getDescription());
            }
            return new Rejection(FailureCode.TOKEN_INVALID, "The token is not valid: " + error.getDescription());
        }
        if (failure instanceof BadJwtException) {
            return new Rejection(FailureCode.TOKEN_INVALID, "The token cannot be verified.");
        }
        log.warn("Cannot verify tokens: {}", failure.getMessage());
        return new Rejection(FailureCode.INTERNAL, "The token cannot be verified at the moment.", failure);
    }

    private static OAuth2TokenValidatorResult invalid(String description) {
        return failure(FailureCode.TOKEN_INVALID, description);
    }

    private static OAuth2TokenValidatorResult failure(FailureCode code, String description) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(code.wire(), description, null));
    }
}
