package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;

/** Authenticates the client of a new socket. */
public final class SocketAuthenticator {

    /** Name of the cookie that may hold a token. */
    public static final String COOKIE = "chat_token";

    private static final Logger log = LoggerFactory.getLogger(SocketAuthenticator.class);

    private static final String BEARER = "Bearer ";

    private final JwtDecoder decoder;
    private final @Nullable Guests guests;

    SocketAuthenticator(JwtDecoder decoder, @Nullable Guests guests) {
        this.decoder = decoder;
        this.guests = guests;
    }

    /**
     * An admitted client.
     *
     * @param newToken a new token, if the client is a guest who sent none; else null
     */
    public record Admitted(Identity identity, @Nullable String newToken) {}

    /**
     * Admits a client by the first token that it sent, in the order of the parameters. If that token is invalid, no other is
     * tried. A client without a token becomes a guest: the same one as before if its recovery id names a guest.
     *
     * @param authToken     {@code auth.token} of the Socket.IO CONNECT packet
     * @param authorization the {@code Authorization} header of the request that opened the connection
     * @param cookie        the value of its cookie {@value #COOKIE}
     * @param formerUserId  the user that its recovery id names; null if it sent none
     * @throws Rejection if the token is invalid, or there is none and guests are not admitted
     */
    public Admitted admit(
            @Nullable String authToken,
            @Nullable String authorization,
            @Nullable String cookie,
            @Nullable String formerUserId) {
        String token = first(authToken, authorization, cookie);
        if (token != null) {
            return new Admitted(verify(token), null);
        }
        if (guests == null) {
            throw new Rejection(
                    FailureCode.TOKEN_MISSING,
                    "No token was sent (expected: auth.token, an Authorization header or the cookie " + COOKIE + ").");
        }
        Guests.Guest guest =
                formerUserId != null && Guests.isGuest(formerUserId) ? guests.renew(formerUserId) : guests.create();
        return new Admitted(verify(guest.token()), guest.token());
    }

    private static @Nullable String first(
            @Nullable String authToken, @Nullable String authorization, @Nullable String cookie) {
        if (authToken != null && !authToken.isBlank()) {
            return authToken;
        }
        String bearer = bearer(authorization);
        return bearer != null || cookie == null || cookie.isEmpty() ? bearer : cookie;
    }

    /** The bearer token in an {@code Authorization} header; null if there is none. */
    static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private Identity verify(String token) {
        try {
            return Identity.of(decoder.decode(token));
        } catch (JwtException e) {
            throw TokenRules.rejection(e);
        } catch (JwtDecoderInitializationException e) {
            log.warn("The token issuer does not respond: {}", e.getMessage());
            throw new Rejection(FailureCode.INTERNAL, "The token cannot be verified at the moment.", e);
        }
    }
}
