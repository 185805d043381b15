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
 * Decides whether a client that reconnects can resume exactly where it was.
 *
 * <p>A cursor is as untrusted as any request, so access to each of its sessions is checked again. A forged cursor can make
 * only its own client miss events.
 */
public final class Recovery {

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);

    /** Up to this many records, reading them costs less than asking PostgreSQL which ones to skip. */
    private static final long WORTH_SKIPPING = 1000;

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

    /** Whether and how a client is admitted. */
    public sealed interface Decision {

        /** The client is admitted with this id. If it is the id that the client sent, the client knows that it missed nothing. */
        sealed interface Admit extends Decision {

            RecoveryId id();
        }

        /** The client starts afresh and follows nothing. */
        record Fresh(RecoveryId id) implements Admit {}

        /**
         * The client resumes where it was.
         *
         * @param positions how far it has seen each session that it followed
         * @param withdrawn those that it may no longer follow
         */
        record Resume(RecoveryId id, SortedMap<String, SessionPosition> positions, Set<String> withdrawn)
                implements Admit {}

        /**
         * The decision is not possible while PostgreSQL or Kafka is unavailable.
         *
         * @param why for the debug log
         */
        record Later(String why) implements Decision {}
    }

    /** The recovery id that a client sent as its {@code pid}; empty unless it is genuine and recent. */
    public Optional<RecoveryId> idOf(@Nullable String pid) {
        return pid == null ? Optional.empty() : ids.verify(pid);
    }

    /**
     * Decides whether a client resumes or starts afresh.
     *
     * @param id     the id from its earlier connection, see {@link #idOf}
     * @param offset the cursor that it sent; null for none
     * @param userId the user that it is authenticated as now
     */
    public Decision decide(Optional<RecoveryId> id, @Nullable String offset, String userId) {
        try {
            Optional<Decision.Resume> resume = id.filter(
                            former -> former.userId().equals(userId))
                    .flatMap(former -> resume(former, offset, userId));
            return resume.isPresent() ? resume.get() : new Decision.Fresh(ids.issue(userId));
        } catch (Rejection e) {
            return new Decision.Later(e.message());
        }
    }

    /** Empty if the client cannot resume without missing something. */
    private Optional<Decision.Resume> resume(RecoveryId id, @Nullable String offset, String userId) {
        if (offset == null) {
            // It has received no event with this id, so it follows nothing yet.
            return isRecent(id.issuedAt())
                    ? Optional.of(new Decision.Resume(id, Collections.emptySortedMap(), Set.of()))
                    : Optional.empty();
        }
        return cursor(id, offset).flatMap(cursor -> {
            Set<String> withdrawn = new HashSet<>(cursor.sessions().keySet());
            withdrawn.removeAll(sessions.readable(cursor.sessions().keySet(), userId));
            SortedMap<String, SessionPosition> positions = new TreeMap<>(cursor.sessions());
            positions.keySet().removeAll(withdrawn);
            return readableFrom(cursor, positions).map(start -> {
                withdrawn.forEach(
                        session -> start.put(session, cursor.sessions().get(session)));
                return new Decision.Resume(id, start, withdrawn);
            });
        });
    }

    private Optional<Cursor> cursor(RecoveryId id, String offset) {
        try {
            Cursor cursor = Cursor.decode(offset);
            // If the connection broke right after a new id was issued, the client still has the cursor of the previous
            // id.
            boolean belongsToId = cursor.nonce() == id.nonce();
            return belongsToId && isRecent(cursor.sentAt()) && cursor.sessions().size() <= limits.sessions()
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

    /** Where to continue reading; empty if the log no longer reaches back that far, or there is too much to read. */
    private Optional<SortedMap<String, SessionPosition>> readableFrom(
            Cursor cursor, SortedMap<String, SessionPosition> positions) {
        OptionalLong behind = relay.behind(cursor.topicId(), positions);
        if (behind.isEmpty()) {
            return Optional.empty();
        }
        if (behind.getAsLong() <= WORTH_SKIPPING) {
            return Optional.of(positions);
        }
        SortedMap<String, SessionPosition> advanced;
        try {
            advanced = messages.skipProjected(positions);
        } catch (Rejection unavailable) {
            if (behind.getAsLong() > limits.records()) {
                throw unavailable;
            }
            return Optional.of(positions);
        }
        OptionalLong left = relay.behind(cursor.topicId(), advanced);
        return left.isPresent() && left.getAsLong() <= limits.records() ? Optional.of(advanced) : Optional.empty();
    }
}
