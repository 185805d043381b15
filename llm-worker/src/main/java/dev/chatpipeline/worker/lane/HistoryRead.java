package dev.chatpipeline.worker.lane;

import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.generation.ConversationsUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a session from PostgreSQL as soon as the projection covers it. It goes on for as long as the partition is owned:
 * without the rows nobody knows whether a message is new, so its turn could not even be ended.
 */
final class HistoryRead {

    private static final Logger log = LoggerFactory.getLogger(HistoryRead.class);

    /** The projection position moves every 100 ms; asking more often finds nothing. */
    private static final Duration PROJECTION_RETRY = Duration.ofMillis(50);

    private final LaneContext context;
    private final Partition partition;
    private final String sessionId;
    private final long before;
    private final Consumer<Conversation> found;
    private final long eventsPosition;
    private Instant warnAt;

    /** @param before the first turn that is not to be read */
    HistoryRead(LaneContext context, Partition partition, String sessionId, long before, Consumer<Conversation> found) {
        this.context = context;
        this.partition = partition;
        this.sessionId = sessionId;
        this.before = before;
        this.found = found;
        this.eventsPosition = partition.sessions().position();
        this.warnAt = warningAfter(context.run().clock().instant());
    }

    void begin() {
        context.run().executor().execute(this::read);
    }

    private void read() {
        if (!partition.isOwned()) {
            return;
        }
        String trouble = "the projection lags behind";
        Duration retry = PROJECTION_RETRY;
        try {
            Optional<Conversation> read =
                    context.sources().conversations().load(sessionId, partition.number(), before, eventsPosition);
            if (read.isPresent()) {
                found.accept(read.get());
                return;
            }
        } catch (ConversationsUnavailableException e) {
            trouble = String.valueOf(e.getMessage());
            retry = context.limits().retry();
        }
        warnIfDue(trouble);
        context.run().timer().schedule(retry, this::begin);
    }

    private void warnIfDue(String trouble) {
        Instant now = context.run().clock().instant();
        if (!now.isBefore(warnAt)) {
            warnAt = warningAfter(now);
            log.warn("History of {} cannot be read yet, its next turn waits: {}", sessionId, trouble);
        }
    }

    private Instant warningAfter(Instant now) {
        return now.plus(context.limits().memory().warnAfter());
    }
}
