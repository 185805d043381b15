package dev.chatpipeline.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** One PostgreSQL server on loopback; its only user is {@code postgres}, without a password. */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String USER = "postgres";

    // Recovery after kill -9 replays the write-ahead log, which takes a while on a slow disk.
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final FolderLock lock;
    private final EmbeddedPostgres server;
    private final ServerGuard guard;

    private EmbeddedDatabase(FolderLock lock, EmbeddedPostgres server, ServerGuard guard) {
        this.lock = lock;
        this.server = server;
        this.guard = guard;
    }

    /**
     * Starts on a new folder or on what an earlier server left in it; returns once it answers queries.
     *
     * @param port the port to listen on, 0 for any free one
     * @throws StartupProblem when folder or port are taken, or the folder's content cannot be used
     */
    public static EmbeddedDatabase start(Path folder, int port) {
        FolderLock lock = FolderLock.acquire(folder);
        try {
            return start(lock, port);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e instanceof StartupProblem problem
                    ? problem
                    : StartupProblem.folderUnusable("PostgreSQL cannot start on", lock.folder(), e);
        }
    }

    private static EmbeddedDatabase start(FolderLock lock, int wantedPort) throws IOException {
        Path data = lock.folder().resolve("data");
        LeftOverServer.stop(data);
        Path initialized = lock.folder().resolve("initialized");
        if (!Files.exists(initialized)) {
            // Nothing, or what an initdb that was killed half-way left.
            Folders.delete(data);
        }
        requireOrdinaryUser();
        EmbeddedPostgres server = launch(lock.folder(), data, Ports.choose(wantedPort, "PostgreSQL"));
        if (!Files.exists(initialized)) {
            Files.createFile(initialized);
        }
        return new EmbeddedDatabase(lock, server, ServerGuard.of(LeftOverServer.pid(data)));
    }

    private static void requireOrdinaryUser() {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root && !LinuxUtils.isUnshareAvailable()) {
            throw new StartupProblem(
                    "PostgreSQL refuses to run as root, and this machine does not allow user namespaces"
                            + " (expected: start as an ordinary user)");
        }
    }

    private static EmbeddedPostgres launch(Path folder, Path data, int port) throws IOException {
        Path log = folder.resolve("server.log");
        Files.deleteIfExists(log);
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setOverrideWorkingDirectory(binaries().toFile())
                    .setPort(port)
                    .setPGStartupWait(START_LIMIT)
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    // The same on every machine, whatever its locale.
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("locale", "C")
                    // Its own defaults are for throw-away data: off, off and 300.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("listen_addresses", Ports.LOOPBACK)
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("log_min_messages", "warning")
                    .setServerConfig("log_checkpoints", "off")
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new StartupProblem("PostgreSQL cannot start on " + folder + " (" + ServerLog.reason(log, e) + ")", e);
        }
    }

    // Unpacked once per user: some 60 MB.
    private static Path binaries() {
        return Path.of(System.getProperty("java.io.tmpdir"), "chat-pipeline-" + System.getProperty("user.name"));
    }

    /** The address of a database of this server, user included; see {@link #createDatabase}. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + server.getPort() + "/" + database + "?user=" + USER;
    }

    /** Creates the database unless it is there; returns its {@link #jdbcUrl}. */
    public String createDatabase(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                PreparedStatement look = connection.prepareStatement("select 1 from pg_database where datname = ?");
                Statement create = connection.createStatement()) {
            look.setString(1, name);
            try (ResultSet found = look.executeQuery()) {
                if (!found.next()) {
                    create.execute("create database " + create.enquoteIdentifier(name, true));
                }
            }
            return jdbcUrl(name);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create database " + name, e);
        }
    }

    /** Stops in order; connections still open are cut. */
    @Override
    public void close() {
        try (lock) {
            server.close();
            guard.release();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }
}
