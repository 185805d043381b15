package dev.chatpipeline.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One PostgreSQL server on loopback; its only user is {@code postgres}, whose password lies with the data. */
public final class EmbeddedDatabase implements AutoCloseable {

    private final FolderLock lock;
    private final PostgresPrograms programs;
    private final ProcessGuard guard;
    private final int port;
    private final String password;

    private EmbeddedDatabase(
            FolderLock lock, PostgresPrograms programs, ProcessGuard guard, int port, String password) {
        this.lock = lock;
        this.programs = programs;
        this.guard = guard;
        this.port = port;
        this.password = password;
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
            throw problem(lock, e);
        }
    }

    /**
     * Prepares a folder without starting a server on it; returns the password that clients will need.
     *
     * @throws StartupProblem as {@link #start}
     */
    public static String prepare(Path folder) {
        try (FolderLock lock = FolderLock.acquire(folder)) {
            try {
                return prepare(new PostgresPrograms(lock.folder()));
            } catch (IOException | RuntimeException e) {
                throw problem(lock, e);
            }
        }
    }

    private static StartupProblem problem(FolderLock lock, Exception failure) {
        return failure instanceof StartupProblem problem
                ? problem
                : StartupProblem.because("PostgreSQL cannot start on " + lock.folder(), failure);
    }

    private static String prepare(PostgresPrograms programs) throws IOException {
        LeftOverServer.stop(programs.data());
        programs.clearLog();
        programs.initialise();
        return DatabasePassword.ensure(programs);
    }

    private static EmbeddedDatabase start(FolderLock lock, int port) throws IOException {
        PostgresPrograms programs = new PostgresPrograms(lock.folder());
        String password = prepare(programs);
        programs.startServer(port);
        ProcessGuard guard = new ProcessGuard(LeftOverServer.pid(programs.data()), "INT");
        return new EmbeddedDatabase(lock, programs, guard, port, password);
    }

    /** The file that holds the password. */
    public Path passwordFile() {
        return programs.data().resolve(DatabasePassword.FILE);
    }

    /** The address of a database of this server, user included but no password, for people to see. */
    public String address(String database) {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + port + "/" + database + "?user=" + PostgresPrograms.USER;
    }

    /** The address of a database of this server, user and password included; see {@link #createDatabase}. */
    public String jdbcUrl(String database) {
        return address(database) + "&password=" + password;
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
