package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.provider.ModelProperties.Server;
import dev.langchain4j.http.client.HttpClient;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the models that settings describe; the same settings give the same instance. */
final class Models {

    private final Map<ModelProvider, Server> servers;
    private final Map<ModelProvider, HttpClient> clients = new EnumMap<>(ModelProvider.class);
    private final Map<ModelSettings, StreamingModel> models = new HashMap<>();

    Models(Map<ModelProvider, Server> servers) {
        this.servers = servers;
    }

    StreamingModel of(ModelSettings settings) {
        return models.computeIfAbsent(settings, this::create);
    }

    private StreamingModel create(ModelSettings settings) {
        if (settings.provider() == ModelProvider.SIMULATED) {
            return new SimulatedModel(settings.model());
        }
        Server server = servers.getOrDefault(settings.provider(), Server.UNCONFIGURED);
        return new LangChainModel(
                new StreamingModel.Info(settings.provider(), settings.model()),
                overHttp(settings, server),
                new Failures(settings.provider()));
    }

    private StreamingChatModel overHttp(ModelSettings settings, Server server) {
        String url =
                Objects.requireNonNullElse(server.baseUrl(), settings.provider().defaultBaseUrl());
        HttpClientBuilder http = new Ready(clients.computeIfAbsent(settings.provider(), this::client));
        return switch (settings.provider()) {
            case OPENAI ->
                openAi(settings, server, url, http)
                        .maxCompletionTokens(settings.maxOutputTokens())
                        .build();
            // Many of its servers know the older name of the bound only.
            case HUGGINGFACE ->
                openAi(settings, server, url, http)
                        .maxTokens(settings.maxOutputTokens())
                        .build();
            case ANTHROPIC ->
                AnthropicStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .apiKey(Objects.requireNonNullElse(server.apiKey(), ModelHttp.NO_KEY))
                        .modelName(settings.model())
                        .maxTokens(settings.answerTokens())
                        .temperature(settings.temperature())
                        .build();
            // Untold, it cuts the prompt to a context of its own choice.
            case OLLAMA ->
                OllamaStreamingChatModel.builder()
                        .httpClientBuilder(http)
                        .baseUrl(url)
                        .modelName(settings.model())
                        .numCtx(settings.contextTokens())
                        .numPredict(settings.maxOutputTokens())
                        .temperature(settings.temperature())
                        .build();
            case SIMULATED -> throw new IllegalArgumentException("provider: simulated (expected: one with a server)");
        };
    }

    private static OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder openAi(
            ModelSettings settings, Server server, String url, HttpClientBuilder http) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http)
                .baseUrl(url)
                .apiKey(server.apiKey())
                .modelName(settings.model())
                .temperature(settings.temperature());
    }

    private HttpClient client(ModelProvider provider) {
        Server server = servers.getOrDefault(provider, Server.UNCONFIGURED);
        return new ModelHttp(server.connectTimeout(), server.apiKey(), new Failures(provider));
    }

    /** Hands the client over as it is: langchain4j's own timeouts would end long answers. */
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
}
