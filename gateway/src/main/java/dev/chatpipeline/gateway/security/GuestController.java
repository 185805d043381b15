package dev.chatpipeline.gateway.security;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tokens for scripts that begin as a guest. */
@RestController
final class GuestController {

    private final Optional<Guests> guests;

    GuestController(Optional<Guests> guests) {
        this.guests = guests;
    }

    /** The guest's token on the wire. */
    record GuestToken(String token, String userId, Instant expiresAt) {}

    @PostMapping("/api/guest")
    @ResponseStatus(HttpStatus.CREATED)
    GuestToken admit() {
        Guests.Guest guest = guests.orElseThrow(
                        () -> new Rejection(FailureCode.TOKEN_MISSING, "Guests are not admitted here."))
                .admit();
        return new GuestToken(guest.token(), guest.userId(), guest.expiresAt());
    }
}
