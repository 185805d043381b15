package dev.chatpipeline.contracts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The tables that the services share, as {@code db/migration} makes them; any service that starts first does. */
public final class Tables {

    /** How long a connection may take to answer. */
    private static final int PROBE_SECONDS = 2;

    private Tables() {}

    /**
     * Brings the tables up to date, if PostgreSQL answers; to be tried again if it does not, or no longer. Services that
     * start together wait for each other.
     *
     * @return why it could not be done now; null when it was
     * @throws FlywayException when the tables are not as they must be
     */
    public static @Nullable String tryMigrate(DataSource database) {
        try (Connection connection = database.getConnection()) {
            if (!connection.isValid(PROBE_SECONDS)) {
                return "no answer within " + PROBE_SECONDS + " s";
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

    /** By PostgreSQL's classes 08, connection, and 57P, intervention of an operator; a pool's own have no state. */
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
