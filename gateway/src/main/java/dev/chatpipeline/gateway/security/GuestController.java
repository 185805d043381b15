package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Issues guest tokens over HTTP, for scripts. */
@RestController
final class GuestController {

    private final Optional<Guests> guests;

    GuestController(Optional<Guests> guests) {
        this.guests = guests;
    }

    /** The response body. */
    record GuestToken(String token, String userId, Instant expiresAt) {}

    @PostMapping("/api/guest")
    @ResponseStatus(HttpStatus.CREATED)
    GuestToken admit() {
        Guests.Guest guest = guests.orElseThrow(
                        () -> new Rejection(FailureCode.TOKEN_MISSING, "Guests are not admitted here."))
                .create();
        return new GuestToken(guest.token(), guest.userId(), guest.expiresAt());
    }
}
