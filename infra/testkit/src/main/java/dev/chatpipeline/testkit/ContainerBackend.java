package dev.chatpipeline.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Broker and database in containers, with the embedded ones' settings as far as tests notice them. */
final class ContainerBackend implements Backend {

    private final KafkaContainer kafka = new KafkaContainer("apache/kafka:4.2.0")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", Integer.toString(8 * 1024 * 1024))
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS", "500")
            .withEnv("KAFKA_LOG_RETENTION_MS", "-1")
            .withEnv("KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS", "1000");

    private final PostgreSQLContainer postgres = new PostgreSQLContainer("postgres:18-alpine");

    ContainerBackend() {
        Startables.deepStart(kafka, postgres).join();
    }

    /** Null when a container engine answers. */
    static @Nullable String whyUnavailable() {
        return DockerClientFactory.instance().isDockerAvailable()
                ? null
                : "chat.infra=containers, but no container engine answers here";
    }

    @Override
    public String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    @Override
    public String createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement create = connection.createStatement()) {
            create.execute("create database " + create.enquoteIdentifier(name, true));
            return url(name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://" + postgres.getHost() + ":"
                + postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT) + "/" + database + "?user="
                + postgres.getUsername() + "&password=" + postgres.getPassword();
    }

    @Override
    public void close() {
        kafka.stop();
        postgres.stop();
    }
}
