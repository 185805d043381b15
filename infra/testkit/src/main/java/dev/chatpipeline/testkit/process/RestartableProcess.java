package dev.chatpipeline.testkit.process;

import dev.chatpipeline.embedded.ProcessGuard;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A process that can be killed, frozen, stopped and started again with the same command. All its runs write to the same log
 * file. It does not outlive this JVM. Thread-safe.
 */
public final class RestartableProcess implements AutoCloseable {

    /** Begins the line by which a program says that it has started; what follows is the program's name. */
    public static final String STARTED = "started: ";

    /** How long a start may take while the machine is busy with others. */
    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    /** How many lines of the log a failure quotes. */
    private static final int QUOTED_LINES = 25;

    private static final int QUOTED_BYTES = 64 * 1024;

    private final String name;
    private final List<String> command;
    private final Path log;
    private final String startedLine;
    private final BooleanSupplier answers;
    private @Nullable Process process;
    private long logStart;

    /**
     * @param log         the file for what it says, kept
     * @param startedLine part of the line by which it says that it has started
     * @param answers     asked after that line: whether it does what it is for
     */
    public RestartableProcess(
            String name, List<String> command, Path log, String startedLine, BooleanSupplier answers) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.startedLine = startedLine;
        this.answers = answers;
    }

    public String name() {
        return name;
    }

    /** The log file of all its runs. */
    public Path log() {
        return log;
    }

    /** Begins to start; see {@link #awaitReady()}. */
    public synchronized void begin() {
        if (isAlive()) {
            throw new IllegalStateException(name + " is running (expected: not running)");
        }
        try {
            logStart = Files.exists(log) ? Files.size(log) : 0;
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            // The environment of whoever runs this may hold settings of their own.
            builder.environment().keySet().removeIf(variable -> variable.matches("(SPRING|CHAT|SERVER)_.*"));
            Process begun = builder.start();
            ProcessGuard guard = new ProcessGuard(begun.pid(), "KILL");
            begun.onExit().thenRun(guard::disarm);
            process = begun;
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    /** Waits until it is ready. */
    public void awaitReady() {
        try {
            Awaitility.await()
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !isAlive() || (hasSaid(startedLine) && answers.getAsBoolean()));
        } catch (ConditionTimeoutException e) {
            throw failed("is not ready within " + START_LIMIT.toSeconds() + " s");
        }
        if (!isAlive()) {
            throw failed("ended while it started");
        }
    }

    /** SIGKILL; returns once it is gone. */
    public synchronized void kill() {
        Process killed = process;
        if (killed != null) {
            killed.destroyForcibly().onExit().join();
        }
    }

    /** SIGSTOP. */
    public void freeze() {
        Signal.STOP.send(pid());
    }

    /** SIGCONT. */
    public void thaw() {
        Signal.CONT.send(pid());
    }

    /** SIGTERM. */
    public void terminate() {
        Signal.TERM.send(pid());
    }

    /** Whether it ended within the time. */
    public boolean awaitExit(Duration limit) {
        Process awaited = current();
        try {
            return awaited.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
        }
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The pid of its current or last run. */
    public long pid() {
        return current().pid();
    }

    private synchronized Process current() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process;
    }

    /** Whether its current run has printed this. */
    private boolean hasSaid(String text) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start;
            synchronized (this) {
                start = logStart;
            }
            byte[] said = new byte[Math.toIntExact(Math.max(0, file.length() - start))];
            file.seek(start);
            file.readFully(said);
            return new String(said, StandardCharsets.UTF_8).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public IllegalStateException failed(String what) {
        return new IllegalStateException(name + " " + what + "; the end of " + log + ":\n" + lastLines());
    }

    private String lastLines() {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(0, file.length() - QUOTED_BYTES);
            byte[] end = new byte[Math.toIntExact(file.length() - from)];
            file.seek(from);
            file.readFully(end);
            List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        kill();
    }
}
