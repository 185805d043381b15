package dev.chatpipeline.contracts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The tables that the services share, defined in {@code db/migration}. The service that starts first creates them. */
public final class Tables {

    /** How long a new connection may take to respond. */
    private static final int PROBE_SECONDS = 2;

    private Tables() {}

    /**
     * Migrates the tables, if PostgreSQL responds. If it does not, or stops responding, the caller retries. Services that start
     * together wait for each other.
     *
     * @return why the tables could not be migrated now; null if they were
     * @throws FlywayException if the tables do not match the migrations
     */
    public static @Nullable String tryMigrate(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(PROBE_SECONDS)) {
                return "no response within " + PROBE_SECONDS + " s";
            }
        } catch (SQLException e) {
            return root(e);
        }
        try {
            Flyway.configure().dataSource(database).load().migrate();
            return null;
        } catch (FlywayException e) {
            if (causes(e).anyMatch(cause -> cause instanceof SQLException sql && isLossOfConnection(sql))) {
                return root(e);
            }
            throw e;
        }
    }

    /** SQL states 08 are connection failures, 57P operator interventions. Exceptions of the connection pool have no state. */
    private static boolean isLossOfConnection(SQLException failure) {
        String state = failure.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P");
    }

    private static String root(Throwable failure) {
        return String.valueOf(
                causes(failure).reduce(failure, (effect, cause) -> cause).getMessage());
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
