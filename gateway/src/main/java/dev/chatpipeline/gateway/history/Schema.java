package dev.chatpipeline.gateway.history;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The tables; any service that starts first makes them. */
@Component
public class Schema {

    private static final Logger log = LoggerFactory.getLogger(Schema.class);

    private final DataSource dataSource;

    Schema(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Whether Postgres takes a connection now. */
    public boolean isReachable() {
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            log.debug("Postgres: {}", e.toString());
            return false;
        }
    }

    /** Brings the tables up to date. */
    public void migrate() {
        Flyway.configure().dataSource(dataSource).load().migrate();
    }
}
