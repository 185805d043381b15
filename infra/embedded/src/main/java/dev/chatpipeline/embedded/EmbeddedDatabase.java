package dev.chatpipeline.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL server on loopback; its only user is {@code postgres}, without a password. */
public final class EmbeddedDatabase implements AutoCloseable {

    private final FolderLock lock;
    private final PostgresPrograms programs;
    private final ProcessGuard guard;
    private final int port;

    private EmbeddedDatabase(FolderLock lock, PostgresPrograms programs, ProcessGuard guard, int port) {
        this.lock = lock;
        this.programs = programs;
        this.guard = guard;
        this.port = port;
    }

    /**
     * Starts on a new folder or on what an earlier server left in it; returns once it accepts connections.
     *
     * @param port the port to listen on, 0 for any free one
     * @throws StartupProblem when folder or port are taken, or the folder's content cannot be used
     */
    public static EmbeddedDatabase start(Path folder, int port) {
        FolderLock lock = FolderLock.acquire(folder);
        try {
            return start(lock, Ports.choose(port, "PostgreSQL"));
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e instanceof StartupProblem problem
                    ? problem
                    : StartupProblem.because("PostgreSQL cannot start on " + lock.folder(), e);
        }
    }

    private static EmbeddedDatabase start(FolderLock lock, int port) throws IOException {
        PostgresPrograms programs = new PostgresPrograms(lock.folder());
        LeftOverServer.stop(programs.data());
        programs.clearLog();
        programs.initialise();
        programs.startServer(port);
        ProcessGuard guard = new ProcessGuard(LeftOverServer.pid(programs.data()), "INT");
        return new EmbeddedDatabase(lock, programs, guard, port);
    }

    /** The address of a database of this server, user included; see {@link #createDatabase}. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/" + database + "?user=" + PostgresPrograms.USER;
    }

    /** Creates the database unless it exists; returns its {@link #jdbcUrl}. */
    public String createDatabase(String name) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"));
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

    /** Shuts the server down in order; open connections are closed. */
    @Override
    public void close() {
        try (lock) {
            programs.stopServer();
            guard.disarm();
        } catch (IOException e) {
            throw new IllegalStateException("PostgreSQL did not stop", e);
        }
    }
}
