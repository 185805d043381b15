package dev.chatpipeline.worker.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatpipeline.testkit.process.JavaCommand;
import dev.chatpipeline.testkit.process.RestartableProcess;
import dev.chatpipeline.worker.WorkerApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A worker in its own JVM, which can be killed, frozen or told to stop. */
final class WorkerProcess implements AutoCloseable {

    private static final int HEAP_MB = 256;

    /** The log line in which a running worker tells its id. */
    private static final Pattern SELF = Pattern.compile("Worker (\\w+) polls ");

    private final RestartableProcess process;
    private final Path log;

    private WorkerProcess(String name, Path log, List<String> arguments) {
        this.log = log;
        List<String> command =
                new JavaCommand(HEAP_MB).main(WorkerApplication.class).with(arguments.toArray(String[]::new));
        process = new RestartableProcess(
                name, command, log, "Worker ", () -> saidWho().isPresent());
    }

    /** Launches the process. */
    static WorkerProcess begin(String name, Path folder, List<String> arguments) {
        WorkerProcess worker = new WorkerProcess(name, folder.resolve(name + ".log"), arguments);
        worker.process.begin();
        return worker;
    }

    /** The worker's id in the log ({@code by}). Waits until it is running. */
    String self() {
        return saidWho().orElseGet(() -> {
            process.awaitReady();
            return saidWho().orElseThrow();
        });
    }

    private Optional<String> saidWho() {
        return SELF.matcher(said()).results().map(said -> said.group(1)).findFirst();
    }

    private String said() {
        try {
            return new String(Files.readAllBytes(log), UTF_8); // A character may be half written.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.kill();
    }

    void freeze() {
        process.freeze();
    }

    void thaw() {
        process.thaw();
    }

    /** Waits for its end; false if it did not end within this time. */
    boolean terminate(Duration within) {
        process.terminate();
        return process.awaitExit(within);
    }

    /** Kills it and prints its warnings and errors. */
    @Override
    public void close() {
        kill();
        said().lines()
                .filter(line -> line.contains("WARN") || line.contains("ERROR"))
                .forEach(line -> System.out.println(process.name() + " " + line));
    }
}
