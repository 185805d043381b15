package dev.chatpipeline.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The standalone application as a process, started by its main as {@code infra/run} does. */
final class StandaloneProcess implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 240;

    private final Process process;
    private final Path errors;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final Thread reader;

    private StandaloneProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        reader = Thread.ofPlatform().daemon().start(this::readOutput);
    }

    /** Begins to start on the folder, in an environment that has these variables and no model's of its own. */
    static StandaloneProcess begin(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        Path errors = Files.createTempFile("standalone", ".err");
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx1g",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                StandaloneApplication.class.getName(),
                "--data",
                folder.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.matches("(OPENAI|ANTHROPIC|HF|OLLAMA|CHAT|SPRING|SERVER)_.*"));
        builder.environment().put("OLLAMA_HOST", "127.0.0.1:1");
        builder.environment().putAll(environment);
        return new StandaloneProcess(builder.start(), errors);
    }

    /** Returns once it says that it is ready. */
    static StandaloneProcess start(Path folder, Map<String, String> environment, String... arguments)
            throws IOException {
        StandaloneProcess started = begin(folder, environment, arguments);
        started.url();
        return started;
    }

    URI url() {
        return ready.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    String bootstrapServers() {
        return said("chat-pipeline: Kafka is up: ");
    }

    String jdbcUrl() throws IOException {
        String[] address = said("chat-pipeline: PostgreSQL is up: ").split(" \\(its password: |\\)");
        return address[0] + "&password=" + Files.readString(Path.of(address[1]));
    }

    private synchronized String said(String beginning) {
        return output.stream()
                .filter(line -> line.startsWith(beginning))
                .map(line -> line.substring(beginning.length()))
                .findFirst()
                .orElseThrow();
    }

    synchronized List<String> output() {
        return List.copyOf(output);
    }

    List<String> errors() throws IOException {
        return Files.readAllLines(errors);
    }

    /** SIGTERM; returns the exit code. */
    int stop() throws InterruptedException {
        // Process.destroy() would close our end of its output too.
        process.toHandle().destroy();
        return exitCode();
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still running after " + PATIENCE_SECONDS + " s: " + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        kill();
        Files.deleteIfExists(errors);
    }

    private void readOutput() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (this) {
                    output.add(line);
                }
                String beginning = "chat-pipeline is ready: ";
                if (line.startsWith(beginning)) {
                    ready.complete(URI.create(line.substring(beginning.length())));
                }
            }
            ready.completeExceptionally(new AssertionError("ended: " + output() + errors()));
        } catch (IOException e) {
            ready.completeExceptionally(e);
        }
    }
}
