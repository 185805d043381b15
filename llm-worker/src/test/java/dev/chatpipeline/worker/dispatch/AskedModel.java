package dev.chatpipeline.worker.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** An OpenAI-compatible model server that records which worker sent which request: each worker has its own path. */
final class AskedModel implements AutoCloseable {

    private static final String ANSWER = """
            data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
            "delta":{"role":"assistant","content":"Asked."},"finish_reason":null}]}

            data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,\
            "delta":{},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    /** A request. */
    record Asked(String worker, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Consumer<Asked> onAsked;

    /** @param onAsked called before the response is sent */
    AskedModel(Consumer<Asked> onAsked) {
        this.onAsked = onAsked;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Properties that make a worker's workspace {@code asked} use this server. */
    List<String> settings(String worker) {
        return List.of(
                "--chat.workspaces.asked.provider=openai",
                "--chat.workspaces.asked.model=m",
                "--chat.providers.openai.base-url=http://localhost:"
                        + server.getAddress().getPort() + "/" + worker);
    }

    /** All requests so far. */
    List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** How many requests contained this text. */
    long count(String text) {
        return asked.stream().filter(a -> a.body().contains(text)).count();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Asked request = new Asked(
                    exchange.getRequestURI().getPath().split("/", 3)[1],
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            asked.add(request);
            onAsked.accept(request);
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(ANSWER.getBytes(UTF_8));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
