package dev.chatpipeline.contracts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The tables that the services share. {@code db/migration} defines them; whichever service starts first creates them. */
public final class Tables {

    /** How long a connection may take to answer. */
    private static final int PROBE_SECONDS = 2;

    private Tables() {}

    /**
     * Brings the tables up to date, if PostgreSQL answers. The caller tries again if it does not, or stops to. Services
     * that start together wait for each other.
     *
     * @return why it could not be done now; null when it was done
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

    /** Class 08 is about the connection, 57P about an operator's intervention; a pool's own exceptions have no state. */
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
