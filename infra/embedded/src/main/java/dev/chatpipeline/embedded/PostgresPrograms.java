package dev.chatpipeline.embedded;

import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's own programs, run on one folder: they create {@code data} in it and write to {@code server.log}. */
final class PostgresPrograms {

    static final String USER = "postgres";
    static final String DATA = "data";

    // Recovery after a kill replays the write-ahead log, which takes a while on a slow disk.
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration INIT_LIMIT = Duration.ofSeconds(120);
    // Added to the limit that a program is told, before the program is considered stuck.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Path bin;
    private final Path folder;

    PostgresPrograms(Path folder) throws IOException {
        this.bin = PostgresBinaries.unpacked().resolve("bin");
        this.folder = folder;
    }

    Path data() {
        return folder.resolve(DATA);
    }

    /** Creates an empty database cluster unless there is one. */
    void initialise() throws IOException {
        if (Files.exists(data())) {
            return;
        }
        // It gets its name only when complete: an initdb that is killed leaves half a cluster.
        Path partial = folder.resolve("data.partial");
        Folders.delete(partial);
        run(
                INIT_LIMIT,
                "initdb",
                List.of(
                        "--pgdata=" + partial,
                        "--username=" + USER,
                        // Replaced before each start of the server.
                        "--auth=reject",
                        "--encoding=UTF-8",
                        // The same on every machine, whatever its locale is.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"));
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Runs a statement while no server runs, which needs no password. */
    void execute(String statement) throws IOException {
        Path script = folder.resolve("statement.sql");
        PrivateFile.write(script, statement + "\n");
        try {
            run(START_LIMIT, script.toFile(), "postgres", List.of("--single", "-D", data().toString(), USER));
        } finally {
            Files.delete(script);
        }
    }

    /** Returns once the server accepts connections. */
    void startServer(int port) throws IOException {
        Files.writeString(data().resolve("pg_hba.conf"), "host all all " + Ports.LOOPBACK + "/32 scram-sha-256\n");
        String settings = String.join(
                " -c ",
                "-p " + port,
                "listen_addresses=" + Ports.LOOPBACK,
                "unix_socket_directories=",
                "shared_buffers=64MB",
                "log_min_messages=warning",
                "log_checkpoints=off");
        pgCtl("start", START_LIMIT, "--log=" + log(), "--options=" + settings);
    }

    /** Closes open connections; returns once the server has ended. */
    void stopServer() throws IOException {
        pgCtl("stop", STOP_LIMIT, "--mode=fast");
    }

    private void pgCtl(String action, Duration limit, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(action, "--pgdata=" + data(), "--wait", "--timeout=" + limit.toSeconds(), "--silent"));
        arguments.addAll(List.of(options));
        run(limit.plus(GRACE), "pg_ctl", arguments);
    }

    private void run(Duration limit, String program, List<String> arguments) throws IOException {
        run(limit, new File("/dev/null"), program, arguments);
    }

    private void run(Duration limit, File input, String program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            if (!LinuxUtils.isUnshareAvailable()) {
                throw new StartupProblem("PostgreSQL refuses to run as root, and user namespaces are off here"
                        + " (expected: an ordinary user)");
            }
            // A user namespace in which root is an ordinary user.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(input)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw failed(program, "no end within " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw failed(program, "interrupted");
        }
        if (process.exitValue() != 0) {
            throw failed(program, reason("exit code " + process.exitValue()));
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private StartupProblem failed(String program, String reason) {
        return new StartupProblem(program + " failed on " + folder + " (" + reason + ")");
    }

    private String reason(String otherwise) throws IOException {
        return Files.readString(log(), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                .reduce((earlier, later) -> later)
                .map(line -> line.replaceFirst(".*?(FATAL|PANIC|error): *", ""))
                .orElse(otherwise);
    }

    /** Deletes the log of earlier servers. */
    void clearLog() throws IOException {
        Files.deleteIfExists(log());
    }

    private Path log() {
        return folder.resolve("server.log");
    }
}
