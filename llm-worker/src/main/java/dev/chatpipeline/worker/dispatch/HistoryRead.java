package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Conversation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Reads a session that is not in memory, as soon as the projection covers it. It goes on while the partition is owned:
 * without the rows nobody knows whether a message is new, so no end could be written for it either.
 */
final class HistoryRead {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryRead.class);

    /** The projection moves every 100 ms; asking more often finds nothing. */
    private static final Duration ASK_AGAIN = Duration.ofMillis(50);

    private final LaneServices services;
    private final OwnedPartition partition;
    private final String sessionId;
    private final long before;
    private final long eventsPosition;
    private final Consumer<Conversation> found;
    private Instant warnAt;

    /** @param before the first turn that is not to be read */
    HistoryRead(
            LaneServices services,
            OwnedPartition partition,
            String sessionId,
            long before,
            Consumer<Conversation> found) {
        this.services = services;
        this.partition = partition;
        this.sessionId = sessionId;
        this.before = before;
        this.eventsPosition = partition.eventsPosition();
        this.found = found;
        this.warnAt = services.clock().instant().plus(services.properties().historyWait());
    }

    void begin() {
        services.executor().execute(this::read);
    }

    private void read() {
        if (partition.isLost()) {
            return;
        }
        String trouble = "the projection lags behind";
        Duration again = ASK_AGAIN;
        try {
            Optional<Conversation> read =
                    services.store().load(sessionId, partition.partition(), before, eventsPosition);
            if (read.isPresent()) {
                found.accept(read.get());
                return;
            }
        } catch (DataAccessException | TransactionException e) {
            trouble = e.getMessage() == null ? e.toString() : e.getMessage();
            again = services.properties().retryBackoff();
        }
        Instant now = services.clock().instant();
        if (!now.isBefore(warnAt)) {
            warnAt = now.plus(services.properties().historyWait());
            LOG.warn("History of {} cannot be read yet, its next turn waits: {}", sessionId, trouble);
        }
        services.later(again, this::begin);
    }
}
