package dev.chatpipeline.standalone;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.embedded.StartupProblem;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * An Ollama server, which may or may not be running.
 *
 * @param url base URL of its API, without a trailing slash
 */
record OllamaServer(String url) {

    private static final int DEFAULT_PORT = 11_434;

    // Ollama answers this from memory; one that takes longer is too slow for a chat.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** What was found at its address. */
    sealed interface Look {}

    /** No response, or one that is not Ollama's. */
    record Silent() implements Look {}

    /** @param firstModel null if it has none */
    record Answers(@Nullable String firstModel) implements Look {}

    /** The server in {@code OLLAMA_HOST}, which may lack scheme or port, or be the address that Ollama binds to. */
    static OllamaServer at(String host) {
        boolean complete = host.contains("://");
        try {
            URI uri = new URI(complete ? host : "http://" + host);
            String name = uri.getHost() == null || "0.0.0.0".equals(uri.getHost()) ? "127.0.0.1" : uri.getHost();
            int port = uri.getPort() < 0 && !complete ? DEFAULT_PORT : uri.getPort();
            return new OllamaServer(uri.getScheme() + "://" + name + (port < 0 ? "" : ":" + port)
                    + uri.getPath().replaceFirst("/$", ""));
        } catch (URISyntaxException e) {
            throw new StartupProblem("OLLAMA_HOST: " + host + " (expected: host:port or a URL)", e);
        }
    }

    Look look() {
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/api/tags"))
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode models = ChatJson.mapper().readTree(response.body()).path("models");
            if (response.statusCode() != 200 || !models.isArray()) {
                return new Silent();
            }
            String name = models.path(0).path("name").asString("");
            return new Answers(name.isEmpty() ? null : name);
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return new Silent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Silent();
        }
    }
}
