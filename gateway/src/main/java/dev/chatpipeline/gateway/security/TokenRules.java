package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Validates the claims of a token whose signature is valid. Unlike Spring's own validators it tells expiry from other errors. */
final class TokenRules implements OAuth2TokenValidator<Jwt> {

    private static final int MAX_SUBJECT = 256;

    private final @Nullable String issuer;
    private final @Nullable String audience;
    private final boolean endless;
    private final Clock clock;

    TokenRules(SecurityProperties.Jwt settings, Clock clock) {
        this.issuer = settings.issuer();
        this.audience = settings.audience();
        this.endless = settings.endless();
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
        if (!StorableText.isStorable(subject)) {
            return invalid("sub: text that cannot be stored (expected: " + StorableText.RULE + ")");
        }
        if (!isListOfTexts(token.getClaims().get(Identity.WORKSPACES))) {
            return invalid("workspaces: something else (expected: a list of texts)");
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
        if (token.getExpiresAt() == null && !endless) {
            return invalid("exp: absent (expected: when the token ends, or chat.security.jwt.endless)");
        }
        if (token.getExpiresAt() != null && now.minus(Clocks.SKEW).isAfter(token.getExpiresAt())) {
            return failure(
                    FailureCode.TOKEN_EXPIRED, "exp: " + token.getExpiresAt() + " (expected: after " + now + ")");
        }
        return OAuth2TokenValidatorResult.success();
    }

    private static boolean isListOfTexts(@Nullable Object claim) {
        return claim == null
                || claim instanceof Collection<?> list && list.stream().allMatch(String.class::isInstance);
    }

    /** The rejection for a token that these rules found invalid. */
    static Rejection rejection(JwtValidationException failure) {
        OAuth2Error error = failure.getErrors().iterator().next();
        return error.getErrorCode().equals(FailureCode.TOKEN_EXPIRED.wire())
                ? new Rejection(FailureCode.TOKEN_EXPIRED, "The token has expired: " + error.getDescription())
                : new Rejection(FailureCode.TOKEN_INVALID, "The token is not valid: " + error.getDescription());
    }

    private static OAuth2TokenValidatorResult invalid(String description) {
        return failure(FailureCode.TOKEN_INVALID, description);
    }

    private static OAuth2TokenValidatorResult failure(FailureCode code, String description) {
        return OAuth2TokenValidatorResult.failure(new OAuth2Error(code.wire(), description, null));
    }
}
