package dev.chatpipeline.projector.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/** The database as a whole: whether it answers, and its schema. */
public final class Database {

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Brings the schema up to date, if the server answers; to be tried again if it does not, or no longer. Services that
     * start together wait for each other.
     *
     * @return why it could not be done now; null when it was
     * @throws FlywayException when the tables are not as they must be
     */
    public @Nullable String tryMigrate() {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(0)) {
                return "the connection is not valid";
            }
        } catch (SQLException e) {
            return root(e);
        }
        try {
            Flyway.configure().dataSource(dataSource).load().migrate();
            return null;
        } catch (FlywayException e) {
            if (isLossOfConnection(e)) {
                return root(e);
            }
            throw e;
        }
    }

    private static boolean isLossOfConnection(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof SQLException sql && isLossOfConnection(sql.getSQLState()));
    }

    /** By PostgreSQL's classes 08, connection, and 57P, intervention of an operator; the pool's own have no state. */
    private static boolean isLossOfConnection(@Nullable String sqlState) {
        return sqlState == null || sqlState.startsWith("08") || sqlState.startsWith("57P");
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
