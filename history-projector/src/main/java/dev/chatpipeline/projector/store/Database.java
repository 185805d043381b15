package dev.chatpipeline.projector.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;

/** The database as a whole: whether it answers, and its schema. */
public final class Database {

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Why it cannot be reached now; null when it can. */
    public @Nullable String whyUnreachable() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(0) ? null : "the connection is not valid";
        } catch (SQLException e) {
            return root(e);
        }
    }

    /** Brings the schema up to date; services that start together wait for each other. */
    public void migrate() {
        Flyway.configure().dataSource(dataSource).load().migrate();
    }

    private static String root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }
}
