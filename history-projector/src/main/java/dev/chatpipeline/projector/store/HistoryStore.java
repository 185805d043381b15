package dev.chatpipeline.projector.store;

import dev.chatpipeline.contracts.HistoryRecord.Position;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Applies records of {@code chat.history} to the tables: rows and position in one transaction, each record once.
 *
 * <p>The transaction locks the position of each partition and skips records at or below its {@code history_offset}. So
 * redelivered records change nothing, and neither does a second instance that wrongly believes it owns the partition. In
 * particular, no erased row comes back. As a second guard, an upsert never replaces a row with one from earlier in the log.
 */
public final class HistoryStore {

    private static final Logger log = LoggerFactory.getLogger(HistoryStore.class);

    private static final String START =
            "insert into projection_position (log_partition, commands_offset, events_offset) values (?, -1, -1)"
                    + " on conflict do nothing";

    private static final String MOVE = """
            update projection_position
            set commands_offset = greatest(commands_offset, ?),
                events_offset = greatest(events_offset, ?),
                history_offset = ?
            where log_partition = ?
            """;

    private static final String ERASE = "delete from message where session_id = ? and message_id = ?";

    private final JdbcOperations jdbc;
    private final StoredPositions positions;
    private final TransactionOperations transactions;

    HistoryStore(JdbcOperations jdbc, StoredPositions positions, TransactionOperations transactions) {
        this.jdbc = jdbc;
        this.positions = positions;
        this.transactions = transactions;
    }

    /**
     * Applies all entries or none. An entry that violates a constraint of the database is logged and skipped.
     *
     * @param entries those of each partition in order of offset
     * @throws StoreUnavailableException if nothing was applied and a retry may succeed
     */
    public void apply(List<HistoryEntry> entries) {
        try {
            transactions.executeWithoutResult(status -> applyAll(entries));
        } catch (DataIntegrityViolationException e) {
            applyOneByOne(entries);
        } catch (DataAccessException | TransactionException e) {
            throw unavailable(e);
        }
    }

    /**
     * The last applied offset of {@code chat.history}, by partition. A partition without one is absent.
     *
     * @throws StoreUnavailableException if a retry may succeed
     */
    public Map<Integer, Long> applied(Collection<Integer> partitions) {
        try {
            return positions.findByLogPartitionIn(partitions).stream()
                    .collect(Collectors.toMap(StoredPosition::logPartition, StoredPosition::historyOffset));
        } catch (DataAccessException e) {
            throw unavailable(e);
        }
    }

    private void applyOneByOne(List<HistoryEntry> entries) {
        for (HistoryEntry entry : entries) {
            try {
                transactions.executeWithoutResult(status -> applyAll(List.of(entry)));
            } catch (DataIntegrityViolationException e) {
                log.error(
                        "Skipped {} (chat.history, partition {}, offset {}): {}",
                        entry.key().text(),
                        entry.partition(),
                        entry.offset(),
                        e.getMostSpecificCause().getMessage());
            } catch (DataAccessException | TransactionException e) {
                throw unavailable(e);
            }
        }
    }

    private void applyAll(List<HistoryEntry> entries) {
        Map<Integer, Long> stored =
                lock(entries.stream().map(HistoryEntry::partition).collect(Collectors.toCollection(TreeSet::new)));
        HistoryBatch batch = HistoryBatch.of(entries.stream()
                .filter(entry -> entry.offset() > stored.getOrDefault(entry.partition(), -1L))
                .toList());
        jdbc.batchUpdate(
                ERASE,
                batch.erased().stream()
                        .map(row -> new Object[] {row.sessionId(), row.messageId()})
                        .toList());
        MessageTable.upsert(jdbc, batch.rows());
        List<Object[]> moves = new ArrayList<>();
        batch.offsets().forEach((partition, offset) -> {
            Position to = batch.positions().getOrDefault(partition, new Position(partition, -1, -1));
            moves.add(new Object[] {to.commandsOffset(), to.eventsOffset(), offset, partition});
        });
        jdbc.batchUpdate(MOVE, moves);
    }

    /** Locks the partitions' positions and returns the last applied offset of {@code chat.history}, by partition. */
    private Map<Integer, Long> lock(TreeSet<Integer> partitions) {
        List<StoredPosition> found = positions.findByLogPartitionInOrderByLogPartition(partitions);
        if (found.size() < partitions.size()) {
            jdbc.batchUpdate(
                    START,
                    partitions.stream()
                            .map(partition -> new Object[] {partition})
                            .toList());
            found = positions.findByLogPartitionInOrderByLogPartition(partitions);
        }
        return found.stream().collect(Collectors.toMap(StoredPosition::logPartition, StoredPosition::historyOffset));
    }

    private static StoreUnavailableException unavailable(RuntimeException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new StoreUnavailableException(String.valueOf(root.getMessage()), cause);
    }
}
