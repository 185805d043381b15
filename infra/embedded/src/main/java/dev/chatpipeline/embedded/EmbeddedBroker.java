package dev.chatpipeline.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka broker, its own controller, on loopback, without authentication. */
public final class EmbeddedBroker implements AutoCloseable {

    private final FolderLock lock;
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(FolderLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts in a new folder, or with the data of an earlier broker; returns once clients can connect.
     *
     * @param port the port to listen on, 0 for any free one
     * @throws StartupProblem if the folder or port is in use, or the folder's content cannot be used
     */
    public static EmbeddedBroker start(Path folder, int port) {
        FolderLock lock = FolderLock.acquire(folder);
        try {
            return start(lock, port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedBroker start(FolderLock lock, int wantedPort) {
        int port = Ports.choose(wantedPort, "Kafka");
        int controllerPort = Ports.choose(0, "Kafka's controller");
        Path log = lock.folder().resolve("log");
        Properties settings = BrokerSettings.of(log, port, controllerPort);
        KafkaRaftServer server = null;
        try {
            if (!Files.exists(log.resolve("meta.properties"))) {
                format(log);
            }
            server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(lock, server, port);
        } catch (Exception e) {
            if (server != null) {
                server.shutdown();
            }
            throw StartupProblem.because("Kafka cannot start on " + lock.folder(), e);
        }
    }

    private static void format(Path log) throws Exception {
        Files.createDirectories(log);
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE_ID)
                    .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                    .setMetadataLogDirectory(log.toString())
                    .addDirectory(log.toString())
                    .run();
        }
    }

    /** The value for clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + port;
    }

    /** Shuts the broker down cleanly, so that the next start has nothing to recover. */
    @Override
    public void close() {
        try (lock) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
