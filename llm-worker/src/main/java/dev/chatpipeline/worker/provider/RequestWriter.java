package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.generation.Prompt;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.HttpRequest;
import dev.langchain4j.http.client.SuccessfulHttpResponse;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the requests of one langchain4j model. langchain4j knows how each API wants to be asked; its client is given an
 * {@link HttpClient} that keeps the request instead of sending it, because what servers answer needs more care than its
 * readers take.
 */
final class RequestWriter {

    /** Given as the key to a langchain4j model that insists on one; it is not sent. */
    static final String NO_KEY = "no key";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Kept kept = new Kept();
    private final StreamingChatModel model;
    private final List<String> omit;

    /**
     * @param model makes the model over the given client
     * @param omit  members that are not sent, those of inner objects with dots
     */
    RequestWriter(Function<HttpClientBuilder, StreamingChatModel> model, List<String> omit) {
        this.model = model.apply(new Ready(kept));
        this.omit = omit;
    }

    HttpRequest write(Prompt prompt) {
        model.chat(ChatRequests.of(prompt), new NeverCalled());
        HttpRequest request = kept.take();
        if (omit.isEmpty()) {
            return request;
        }
        JsonNode body = JSON.readTree(request.body());
        omit.forEach(member -> remove(body, member));
        return HttpRequest.builder()
                .method(request.method())
                .url(request.url())
                .headers(request.headers())
                .body(body.toString())
                .build();
    }

    private static void remove(JsonNode body, String member) {
        int dot = member.lastIndexOf('.');
        JsonNode parent =
                dot < 0 ? body : body.at("/" + member.substring(0, dot).replace('.', '/'));
        if (parent instanceof ObjectNode object) {
            object.remove(member.substring(dot + 1));
        }
    }

    /** langchain4j calls it on the thread that asks. */
    private static final class Kept implements HttpClient {

        private final ThreadLocal<@Nullable HttpRequest> last = new ThreadLocal<>();

        @Override
        public void execute(HttpRequest request, ServerSentEventParser parser, ServerSentEventListener listener) {
            last.set(request);
        }

        @Override
        public SuccessfulHttpResponse execute(HttpRequest request) {
            throw new UnsupportedOperationException("request: " + request.method() + " (expected: one that streams)");
        }

        HttpRequest take() {
            HttpRequest request = last.get();
            last.remove();
            if (request == null) {
                throw new IllegalStateException("request: none (expected: one, on the thread that asks)");
            }
            return request;
        }
    }

    private record Ready(HttpClient client) implements HttpClientBuilder {

        @Override
        public @Nullable Duration connectTimeout() {
            return null;
        }

        @Override
        public HttpClientBuilder connectTimeout(Duration ignored) {
            return this;
        }

        @Override
        public @Nullable Duration readTimeout() {
            return null;
        }

        @Override
        public HttpClientBuilder readTimeout(Duration ignored) {
            return this;
        }

        @Override
        public HttpClient build() {
            return client;
        }
    }

    /** Nothing is sent, so nothing is answered. */
    private static final class NeverCalled implements StreamingChatResponseHandler {

        @Override
        public void onCompleteResponse(ChatResponse response) {
            throw new IllegalStateException("response: one (expected: none)");
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException("error: one (expected: none)", error);
        }
    }
}
