package dev.chatpipeline.testkit.stock;

import dev.chatpipeline.contracts.ChatJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;

/**
 * The Node process, which exchanges JSON lines over stdin and stdout. It ends when its stdin is closed, and so also when
 * this JVM ends.
 */
final class NodeProcess implements AutoCloseable {

    /** Lines of its stderr that are kept for the message when it dies. */
    private static final int KEPT_LINES = 20;

    private static final long END_SECONDS = 10;

    private final Process process;
    private final OutputStream stdin;
    private final Deque<String> complaints = new ArrayDeque<>();
    private final Thread stderr;
    private volatile boolean closing;

    /**
     * Starts it, and a thread that reads what it says.
     *
     * @param heard takes each line
     * @param died  is told once when it ends before it was closed
     */
    static NodeProcess start(Consumer<JsonNode> heard, Consumer<RuntimeException> died) {
        try {
            NodeProcess node = new NodeProcess(
                    new ProcessBuilder("node", NodeProgram.script().toString()).start());
            Thread.ofPlatform().daemon().name("stock-clients").start(() -> node.listen(heard, died));
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException("Node.js cannot be started (expected: node on the PATH)", e);
        }
    }

    private NodeProcess(Process process) {
        this.process = process;
        this.stdin = process.getOutputStream();
        this.stderr = Thread.ofPlatform().daemon().name("stock-clients-stderr").start(this::keepComplaints);
    }

    long pid() {
        return process.pid();
    }

    /** Sends one line. */
    void send(Map<String, ?> command) {
        byte[] line = (ChatJson.mapper().writeValueAsString(command) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (stdin) {
                stdin.write(line);
                stdin.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the Node process of the stock clients does not listen", e);
        }
    }

    private void listen(Consumer<JsonNode> heard, Consumer<RuntimeException> died) {
        RuntimeException why = null;
        try (JsonParser lines = ChatJson.mapper().createParser(process.getInputStream())) {
            while (lines.nextToken() != null) {
                heard.accept(lines.readValueAsTree());
            }
        } catch (JacksonException | IllegalStateException e) {
            why = e;
        }
        if (!closing) {
            process.destroyForcibly();
            died.accept(new IllegalStateException("the Node process of the stock clients ended" + lastWords(), why));
        }
    }

    private String lastWords() {
        try {
            stderr.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
            String code = process.waitFor(END_SECONDS, TimeUnit.SECONDS) ? " with " + process.exitValue() : "";
            synchronized (complaints) {
                return code + ": " + String.join("\n", complaints);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void keepComplaints() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (complaints) {
                    complaints.addLast(line);
                    if (complaints.size() > KEPT_LINES) {
                        complaints.removeFirst();
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            stdin.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
