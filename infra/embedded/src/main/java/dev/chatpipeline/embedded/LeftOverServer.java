package dev.chatpipeline.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The PostgreSQL server that a killed JVM may have left running on a data directory. Whoever holds the folder's lock owns
 * the directory, so such a server is stopped; only a process that is seen to be that server is touched.
 */
final class LeftOverServer {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private LeftOverServer() {}

    /** Returns once no server runs on the directory. */
    static void stop(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(pid(data));
        if (process.isEmpty()) {
            return; // The next server sees that the file is stale and replaces it.
        }
        if (!isServerOf(process.get(), data)) {
            // The number now belongs to another process, and the next server would mistake that process
            // for its predecessor.
            Files.deleteIfExists(pidFile);
            return;
        }
        stop(process.get(), data);
    }

    /** The process id of the server that runs on the directory, or ran there last. */
    static long pid(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        List<String> lines = Files.readAllLines(pidFile);
        try {
            return Long.parseLong(lines.isEmpty() ? "" : lines.getFirst().trim());
        } catch (NumberFormatException e) {
            throw new StartupProblem("not a PostgreSQL pid file: " + pidFile, e);
        }
    }

    private static boolean isServerOf(ProcessHandle process, Path data) {
        boolean postgres = process.info().command().orElse("").endsWith("/postgres");
        return postgres
                && List.of(process.info().arguments().orElse(new String[0])).contains(data.toString());
    }

    private static void stop(ProcessHandle process, Path data) throws IOException {
        for (Signal signal : Signal.values()) {
            signal.send(process.pid());
            try {
                process.onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                // The next signal is more forceful.
            } catch (ExecutionException e) {
                throw new IllegalStateException("cannot wait for process " + process.pid(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StartupProblem("interrupted while PostgreSQL stopped: " + data, e);
            }
        }
        throw new StartupProblem("an earlier PostgreSQL (process " + process.pid() + ") does not stop: " + data);
    }

    /** Signals that stop a PostgreSQL server, the more forceful one last. */
    enum Signal {
        /** Closes connections and shuts down cleanly. */
        INT,
        /** Stops immediately; the next start recovers. */
        QUIT;

        void send(long pid) throws IOException {
            new ProcessBuilder("sh", "-c", "kill -" + name() + " " + pid)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }
}
