package dev.chatpipeline.gateway.security;

import dev.chatpipeline.gateway.failure.Rejection;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates by cookies. A browser sends them unasked, and to every port of a host, so a cookie that another installation
 * made counts as absent. Where guests are admitted, so does one that has expired.
 */
final class CookieTokens {

    private final TokenVerifier verifier;
    private final @Nullable Guests guests;

    CookieTokens(TokenVerifier verifier, @Nullable Guests guests) {
        this.verifier = verifier;
        this.guests = guests;
    }

    /**
     * The user of the first cookie that counts; empty if there is none.
     *
     * @param cookies the value of a cookie by its name
     * @throws Rejection for a token that is no longer valid, unless guests are admitted
     */
    Optional<Identity> identify(Function<String, Optional<String>> cookies) {
        Stream<String> names = guests == null
                ? Stream.of(SocketAuthenticator.COOKIE)
                : Stream.of(SocketAuthenticator.COOKIE, guests.cookieName());
        return names.flatMap(name -> cookies.apply(name).stream())
                .flatMap(token -> identify(token).stream())
                .findFirst();
    }

    private Optional<Identity> identify(String token) {
        try {
            return verifier.identify(token);
        } catch (Rejection e) {
            if (guests == null) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
