package dev.chatpipeline.gateway.history;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs queries against PostgreSQL and turns every failure into a {@link Rejection} ({@code history_unavailable}). */
@Component
class HistoryDatabase {

    private static final Logger log = LoggerFactory.getLogger(HistoryDatabase.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate snapshot;

    HistoryDatabase(DataSource dataSource) {
        this.jdbc = JdbcClient.create(dataSource);
        this.snapshot = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        snapshot.setReadOnly(true);
    }

    /** Runs one statement. */
    <T> T call(Function<JdbcClient, T> work) {
        return rejectingFailures(() -> work.apply(jdbc));
    }

    /** Runs several reads in one snapshot. */
    <T> T snapshot(Function<JdbcClient, T> work) {
        return rejectingFailures(() -> snapshot.execute(status -> work.apply(jdbc)));
    }

    private static <T> T rejectingFailures(Supplier<T> work) {
        try {
            return work.get();
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "A query to PostgreSQL failed: {}", e.getMostSpecificCause().getMessage());
            throw new Rejection(FailureCode.HISTORY_UNAVAILABLE, "The history cannot be read at the moment.", e);
        }
    }
}
