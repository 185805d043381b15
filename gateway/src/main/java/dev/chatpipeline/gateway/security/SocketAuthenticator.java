package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Authenticates the client of a socket. */
public final class SocketAuthenticator {

    /** Name of the cookie that may hold a token. */
    public static final String COOKIE = "chat_token";

    private static final String BEARER = "Bearer ";

    private final TokenVerifier verifier;
    private final CookieTokens cookieTokens;
    private final @Nullable Guests guests;

    SocketAuthenticator(TokenVerifier verifier, CookieTokens cookieTokens, @Nullable Guests guests) {
        this.verifier = verifier;
        this.cookieTokens = cookieTokens;
        this.guests = guests;
    }

    /**
     * An admitted client.
     *
     * @param newToken a new token, if the client is a guest who sent none or whose own grows old; else null
     */
    public record Admitted(Identity identity, @Nullable String newToken) {

        /** Whether the client is a guest. */
        public boolean isGuest() {
            return Guests.isGuest(identity.userId());
        }
    }

    /**
     * Admits a client by the first token that it sent, in the order of the parameters. If a token other than a cookie is
     * invalid, no other is tried. A client without a token becomes a guest: the same one as before if its recovery id names
     * a guest.
     *
     * @param authToken     {@code auth.token} of the Socket.IO CONNECT packet
     * @param authorization the {@code Authorization} header of the request that opened the connection
     * @param cookies       the value of that request's cookie of a name
     * @param formerUserId  the user that its recovery id names; null if it sent none
     * @throws Rejection if the token is invalid or cannot be verified now, or there is none and guests are not admitted
     */
    public Admitted admit(
            @Nullable String authToken,
            @Nullable String authorization,
            Function<String, Optional<String>> cookies,
            @Nullable String formerUserId) {
        String token = authToken == null || authToken.isBlank() ? bearer(authorization) : authToken;
        Optional<Identity> known = token == null ? cookieTokens.identify(cookies) : Optional.of(verifier.verify(token));
        if (known.isPresent()) {
            return admitted(known.get());
        }
        if (guests == null) {
            throw new Rejection(
                    FailureCode.TOKEN_MISSING,
                    "No token was sent (expected: auth.token, an Authorization header or the cookie " + COOKIE + ").");
        }
        return admitted(
                formerUserId != null && Guests.isGuest(formerUserId) ? guests.renew(formerUserId) : guests.create());
    }

    /**
     * Verifies the token that a client shows to stay.
     *
     * @throws Rejection if the token is invalid or another user's, or cannot be verified now
     */
    public Identity renew(String userId, String token) {
        Identity identity = verifier.verify(token);
        if (!identity.userId().equals(userId)) {
            throw new Rejection(FailureCode.TOKEN_INVALID, "The token is another user's (expected: " + userId + "'s).");
        }
        return identity;
    }

    private Admitted admitted(Identity identity) {
        return guests != null && guests.isDue(identity)
                ? admitted(guests.renew(identity.userId()))
                : new Admitted(identity, null);
    }

    private Admitted admitted(Guests.Guest guest) {
        return new Admitted(verifier.verify(guest.token()), guest.token());
    }

    /** The bearer token in an {@code Authorization} header; null if there is none. */
    static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
