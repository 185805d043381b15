package dev.chatpipeline.gateway.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The tables; any service that starts first makes them. */
@Component
public class Schema {

    private final DataSource dataSource;

    Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Brings the tables up to date, if Postgres answers; to be tried again if it does not, or no longer.
     *
     * @return why it could not be done now; null when it was
     * @throws FlywayException when the tables are not as they must be
     */
    public @Nullable String tryMigrate() {
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.isValid(1)) {
                return "the connection is not valid";
            }
        } catch (SQLException e) {
            return e.getMessage();
        }
        try {
            Flyway.configure().dataSource(dataSource).load().migrate();
            return null;
        } catch (FlywayException e) {
            if (isLossOfConnection(e)) {
                return e.getMessage();
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
}
