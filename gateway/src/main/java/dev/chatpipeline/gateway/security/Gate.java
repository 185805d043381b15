package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;

/** Decides who a new socket belongs to. */
public final class Gate {

    /** The cookie that may hold a token. */
    public static final String COOKIE = "chat_token";

    private static final Logger log = LoggerFactory.getLogger(Gate.class);

    private static final String BEARER = "Bearer ";

    private final JwtDecoder decoder;
    private final @Nullable Guests guests;

    Gate(JwtDecoder decoder, @Nullable Guests guests) {
        this.decoder = decoder;
        this.guests = guests;
    }

    /**
     * A client that was let in.
     *
     * @param newToken the token of the guest it became; null when it brought its own
     */
    public record Entry(Identity identity, @Nullable String newToken) {}

    /**
     * Lets a client in. The first token there is counts; when that one is bad no other is tried.
     *
     * @param authToken     {@code auth.token} of the Socket.IO connect packet
     * @param authorization the header of the request that opened the connection
     * @param cookie        the value of its cookie {@value #COOKIE}
     * @param formerUserId  who it was by its recovery id; null when it has none. A guest who brings no token stays that guest
     * @throws Rejection when there is no token and guests are not admitted, or the token is bad
     */
    public Entry admit(
            @Nullable String authToken,
            @Nullable String authorization,
            @Nullable String cookie,
            @Nullable String formerUserId) {
        String token = first(authToken, authorization, cookie);
        if (token != null) {
            return new Entry(verify(token), null);
        }
        if (guests == null) {
            throw new Rejection(
                    FailureCode.TOKEN_MISSING,
                    "No token was sent (expected: auth.token, an Authorization" + " header or the cookie " + COOKIE
                            + ").");
        }
        Guests.Guest guest =
                formerUserId != null && Guests.isGuest(formerUserId) ? guests.admit(formerUserId) : guests.admit();
        return new Entry(verify(guest.token()), guest.token());
    }

    private static @Nullable String first(
            @Nullable String authToken, @Nullable String authorization, @Nullable String cookie) {
        if (authToken != null && !authToken.isBlank()) {
            return authToken;
        }
        String bearer = bearer(authorization);
        return bearer != null || cookie == null || cookie.isEmpty() ? bearer : cookie;
    }

    /** The token in an {@code Authorization} header; null when there is none. */
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
            log.warn("The issuer of tokens does not answer: {}", e.getMessage());
            throw new Rejection(FailureCode.INTERNAL, "The token cannot be verified now.", e);
        }
    }
}
