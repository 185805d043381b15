package dev.chatpipeline.gateway.recovery;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.history.MessageStore;
import dev.chatpipeline.gateway.history.SessionStore;
import dev.chatpipeline.gateway.recovery.RecoveryIds.RecoveryId;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.gateway.security.Clocks;
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
 * Decides whether a client that comes back goes on exactly where it was.
 *
 * <p>A cursor is as untrusted as any request, so the permission for each session is looked up anew. A forged one can make
 * its own client miss something, and nobody else.
 */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** How far behind a client must be, in records, before asking PostgreSQL what to skip costs less than reading. */
    private static final long WORTH_ASKING = 1000;

    private final RecoveryIds ids;
    private final SessionStore sessions;
    private final MessageStore messages;
    private final Relay relay;
    private final RecoveryLimits limits;
    private final Clock clock;

    Recovery(
            RecoveryIds ids,
            SessionStore sessions,
            MessageStore messages,
            Relay relay,
            RecoveryLimits limits,
            Clock clock) {
        this.ids = ids;
        this.sessions = sessions;
        this.messages = messages;
        this.relay = relay;
        this.limits = limits;
        this.clock = clock;
    }

    /** How a client is let in, or that it is not let in yet. */
    public sealed interface Decision {

        /** It is let in under this id. The id that it showed tells it that it has missed nothing. */
        sealed interface Admit extends Decision {

            RecoveryId id();
        }

        /** It begins anew and follows nothing. */
        record Begin(RecoveryId id) implements Admit {}

        /**
         * It goes on where it was.
         *
         * @param positions how far it has seen the sessions it followed
         * @param withdrawn those of them that it may no longer follow
         */
        record Resume(RecoveryId id, SortedMap<String, SessionPosition> positions, Set<String> withdrawn)
                implements Admit {}

        /**
         * It cannot be decided while PostgreSQL or Kafka is away.
         *
         * @param why for the debug log
         */
        record Later(String why) implements Decision {}
    }

    /** The id behind the {@code pid} that a client shows; empty when it shows none that is genuine and recent. */
    public Optional<RecoveryId> idOf(@Nullable String pid) {
        return pid == null ? Optional.empty() : ids.verify(pid);
    }

    /**
     * Decides whether a client goes on or begins anew.
     *
     * @param id     the id it was given before, from {@link #idOf}
     * @param offset the cursor it shows; null for none
     * @param userId the user of the token it shows now
     */
    public Decision decide(Optional<RecoveryId> id, @Nullable String offset, String userId) {
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
            SortedMap<String, SessionPosition> positions = new TreeMap<>(cursor.sessions());
            positions.keySet().removeAll(withdrawn);
            return caughtUpWithin(cursor, positions).map(start -> {
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
            return ofThisId && isRecent(cursor.sentAt()) && cursor.sessions().size() <= limits.sessions()
                    ? Optional.of(cursor)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            log.debug("{}", e.getMessage());
            return Optional.empty();
        }
    }

    private boolean isRecent(Instant time) {
        return Clocks.isRecent(time, limits.age(), clock.instant());
    }

    /** Where to read on; empty when the log does not reach back that far, or there would be too much to read. */
    private Optional<SortedMap<String, SessionPosition>> caughtUpWithin(
            Cursor cursor, SortedMap<String, SessionPosition> positions) {
        OptionalLong behind = relay.behind(cursor.topicId(), positions);
        if (behind.isEmpty()) {
            return Optional.empty();
        }
        if (behind.getAsLong() <= WORTH_ASKING) {
            return Optional.of(positions);
        }
        SortedMap<String, SessionPosition> ahead;
        try {
            ahead = messages.ahead(positions);
        } catch (Rejection away) {
            if (behind.getAsLong() > limits.records()) {
                throw away;
            }
            return Optional.of(positions);
        }
        OptionalLong left = relay.behind(cursor.topicId(), ahead);
        return left.isPresent() && left.getAsLong() <= limits.records() ? Optional.of(ahead) : Optional.empty();
    }
}
