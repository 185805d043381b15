package dev.chatpipeline.gateway.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.SignedJWT;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Says whom a token authenticates. Thread-safe; may block for the issuer. */
final class TokenVerifier implements AutoCloseable {

    /** Characters of a token that is looked at, at most. */
    private static final int MAX_LENGTH = 16 * 1024;

    private final JwtDecoder decoder;
    private final @Nullable String issuer;
    private final @Nullable IssuerKeys keys;

    private TokenVerifier(JwtDecoder decoder, @Nullable String issuer, @Nullable IssuerKeys keys) {
        this.decoder = decoder;
        this.issuer = issuer;
        this.keys = keys;
    }

    /** Verifies tokens that a shared secret signed. */
    static TokenVerifier bySecret(JwtDecoder decoder) {
        return new TokenVerifier(decoder, null, null);
    }

    /** Verifies tokens of that issuer only; closes its keys. */
    static TokenVerifier byIssuer(JwtDecoder decoder, String issuer, IssuerKeys keys) {
        return new TokenVerifier(decoder, issuer, keys);
    }

    /** @throws Rejection as {@link #identify}, and {@code token_invalid} if no trusted key signed the token */
    Identity verify(String token) {
        return identify(token)
                .orElseThrow(() -> new Rejection(
                        FailureCode.TOKEN_INVALID,
                        "The token cannot be verified (expected: one for this installation, unchanged)."));
    }

    /**
     * The user of a token; empty if no trusted key signed it.
     *
     * @throws Rejection {@code token_invalid} or {@code token_expired} for what the token says, {@code issuer_unavailable} if
     *     its key cannot be had at the moment
     */
    Optional<Identity> identify(String token) {
        // Nobody's keys are looked up for a token that does not even claim to be the issuer's.
        if (token.length() > MAX_LENGTH || issuer != null && !issuer.equals(claimedIssuer(token))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Identity.of(decoder.decode(token)));
        } catch (JwtValidationException e) {
            throw TokenRules.rejection(e);
        } catch (BadJwtException e) {
            return Optional.empty();
        } catch (JwtException e) {
            if (e.getCause() instanceof KeySourceException unavailable) {
                throw new Rejection(
                        FailureCode.ISSUER_UNAVAILABLE, "The token cannot be verified at the moment.", unavailable);
            }
            return Optional.empty();
        }
    }

    private static @Nullable String claimedIssuer(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getIssuer();
        } catch (ParseException e) {
            return null;
        }
    }

    @Override
    public void close() {
        if (keys != null) {
            keys.close();
        }
    }
}
