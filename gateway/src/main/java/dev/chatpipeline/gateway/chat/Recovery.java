package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.gateway.GatewayProperties;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.security.Clocks;
import dev.chatpipeline.gateway.security.RecoveryIds;
import dev.chatpipeline.gateway.security.RecoveryIds.RecoveryId;
import dev.chatpipeline.gateway.socketio.Handshake;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connection state recovery: decides whether a client that comes back goes on exactly where it was. All there is to know
 * comes with it, so any gateway can decide it: the {@code pid} says who it was, the {@link Cursor} how far it has seen
 * what. The cursor is as untrusted as a request, so each session's permission is looked up anew; one that lies can make
 * its own client miss something, and nobody else.
 */
final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** Records behind from which on asking the rows what may be skipped costs less than reading them. */
    private static final long WORTH_ASKING = 1000;

    private final RecoveryIds ids;
    private final SessionStore sessions;
    private final MessageStore messages;
    private final Relay relay;
    private final GatewayProperties limits;
    private final Clock clock;

    Recovery(
            RecoveryIds ids,
            SessionStore sessions,
            MessageStore messages,
            Relay relay,
            GatewayProperties limits,
            Clock clock) {
        this.ids = ids;
        this.sessions = sessions;
        this.messages = messages;
        this.relay = relay;
        this.limits = limits;
        this.clock = clock;
    }

    /** How a client is let in, or that it is not yet. */
    sealed interface Decision {

        /** It is let in under this id; the one it brought means that it has missed nothing. */
        sealed interface Admit extends Decision {

            RecoveryId id();
        }

        /** It begins with nothing. */
        record Begin(RecoveryId id) implements Admit {}

        /**
         * It goes on.
         *
         * @param places    how far it has seen what it followed
         * @param withdrawn those of them that it may follow no longer
         */
        record Resume(RecoveryId id, SortedMap<String, SessionPosition> places, Set<String> withdrawn)
                implements Admit {}

        /**
         * It cannot be decided while something is away.
         *
         * @param why for the debug log
         */
        record Later(String why) implements Decision {}
    }

    /** The id that the client was given before; empty when it shows none that is ours. */
    Optional<RecoveryId> idOf(Handshake.@Nullable Recovery brought) {
        return brought == null ? Optional.empty() : ids.verify(brought.pid());
    }

    /**
     * Decides.
     *
     * @param id     that it was given before
     * @param offset the cursor it shows; null for none
     * @param userId who it is by the token it shows now
     */
    Decision decide(Optional<RecoveryId> id, @Nullable String offset, String userId) {
        try {
            Optional<Decision.Resume> resume = id.filter(
                            former -> former.userId().equals(userId))
                    .flatMap(former -> resume(former, offset, userId));
            return resume.isPresent() ? resume.get() : new Decision.Begin(ids.issue(userId));
        } catch (Rejection e) {
            return new Decision.Later(e.message());
        }
    }

    /** Empty when it cannot go on without missing something. */
    private Optional<Decision.Resume> resume(RecoveryId id, @Nullable String offset, String userId) {
        if (offset == null) {
            // It has seen no event under this id, so it follows nothing yet.
            return isRecent(id.issuedAt())
                    ? Optional.of(new Decision.Resume(id, Collections.emptySortedMap(), Set.of()))
                    : Optional.empty();
        }
        return cursor(id, offset).flatMap(cursor -> {
            Set<String> withdrawn = new HashSet<>(cursor.sessions().keySet());
            withdrawn.removeAll(sessions.readable(cursor.sessions().keySet(), userId));
            SortedMap<String, SessionPosition> places = new TreeMap<>(cursor.sessions());
            places.keySet().removeAll(withdrawn);
            return caughtUpWithin(cursor, places).map(start -> {
                withdrawn.forEach(gone -> start.put(gone, cursor.sessions().get(gone)));
                return new Decision.Resume(id, start, withdrawn);
            });
        });
    }

    private Optional<Cursor> cursor(RecoveryId id, String offset) {
        try {
            Cursor cursor = Cursor.decode(offset);
            // A link cut right after a new id was given leaves the client with the cursor of its former one.
            boolean ofThisId = cursor.nonce() == id.nonce();
            return ofThisId && isRecent(cursor.sentAt()) && cursor.sessions().size() <= limits.sessionsPerSocket()
                    ? Optional.of(cursor)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            log.debug("{}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isRecent(Instant time) {
        return Clocks.isRecent(time, limits.recoveryAge(), clock.instant());
    }

    /** Where to read on; empty when the log does not reach back so far, or it would be too much to read. */
    private Optional<SortedMap<String, SessionPosition>> caughtUpWithin(
            Cursor cursor, SortedMap<String, SessionPosition> places) {
        OptionalLong behind = relay.behind(cursor.topicId(), places);
        if (behind.isEmpty()) {
            return Optional.empty();
        }
        if (behind.getAsLong() <= WORTH_ASKING) {
            return Optional.of(places);
        }
        SortedMap<String, SessionPosition> ahead;
        try {
            ahead = messages.ahead(places);
        } catch (Rejection away) {
            if (behind.getAsLong() > limits.recoveryRecords()) {
                throw away;
            }
            return Optional.of(places);
        }
        OptionalLong left = relay.behind(cursor.topicId(), ahead);
        return left.isPresent() && left.getAsLong() <= limits.recoveryRecords() ? Optional.of(ahead) : Optional.empty();
    }
}
