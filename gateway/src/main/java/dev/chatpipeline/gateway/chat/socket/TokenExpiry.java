package dev.chatpipeline.gateway.chat.socket;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.security.Clocks;
import dev.chatpipeline.gateway.socketio.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Ends a socket when its client's token expires, unless the client shows a new one before. Used only by the socket's own
 * virtual thread.
 */
final class TokenExpiry {

    /** A token may outlast what a timer can count. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final Socket socket;
    private final boolean isGuest;
    private final Clock clock;
    private @Nullable Future<?> next;

    TokenExpiry(Socket socket, boolean isGuest, Clock clock) {
        this.socket = socket;
        this.isGuest = isGuest;
        this.clock = clock;
    }

    /** Begins to wait for the end of the token that the client showed last; null if it never ends. */
    void watch(@Nullable Instant expiresAt) {
        stop();
        if (expiresAt != null) {
            waitFor(Clocks.end(expiresAt, clock.instant()));
        }
    }

    void stop() {
        if (next != null) {
            next.cancel(false);
        }
    }

    private void waitFor(Instant end) {
        Duration left = Duration.between(clock.instant(), end);
        if (!left.isPositive()) {
            end();
            return;
        }
        Duration wait = left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left;
        next = socket.schedule(wait, () -> waitFor(end));
    }

    private void end() {
        if (isGuest) {
            // The client reconnects by itself, and its recovery id makes it the same guest with a new token.
            socket.closeTransport("the guest's token has expired");
            return;
        }
        Rejection expired = new Rejection(FailureCode.TOKEN_EXPIRED, "The token has expired; connect with a new one.");
        socket.emit(ErrorEvent.NAME, ErrorEvent.of(null, clock.instant(), expired));
        socket.disconnect();
    }
}
