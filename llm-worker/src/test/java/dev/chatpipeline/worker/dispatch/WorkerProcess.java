package dev.chatpipeline.worker.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatpipeline.worker.WorkerApplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A worker in a JVM of its own, to be killed, frozen or told to stop. */
final class WorkerProcess implements AutoCloseable {

    /** A JVM starts slowly beside others on a small machine. */
    private static final Duration START_WITHIN = Duration.ofSeconds(90);

    /** How the worker says who it is, once it runs. */
    private static final Pattern SELF = Pattern.compile("Worker (\\w+) reads ");

    private final Process process;
    private final CompletableFuture<String> self = new CompletableFuture<>();

    private WorkerProcess(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("output of a worker").start(this::readOutput);
    }

    static WorkerProcess start(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerApplication.class.getName()));
        command.addAll(arguments);
        try {
            return new WorkerProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its {@code by} in the log; waits until it runs. */
    String self() {
        return self.orTimeout(START_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** SIGSTOP. */
    void freeze() {
        signal("STOP");
    }

    /** SIGCONT. */
    void thaw() {
        signal("CONT");
    }

    /** SIGTERM; returns whether it ended within this time. */
    boolean terminate(Duration within) {
        signal("TERM");
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + name + ": exit code " + exit);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void readOutput() {
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher match = SELF.matcher(line);
                if (match.find()) {
                    self.complete(match.group(1));
                }
                if (!self.isDone()) {
                    said.add(line);
                } else if (line.contains("WARN") || line.contains("ERROR")) {
                    System.out.println(self.join() + " " + line);
                }
            }
            self.completeExceptionally(new AssertionError("the worker ended: " + String.join("\n", said)));
        } catch (IOException e) {
            self.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
