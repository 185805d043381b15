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
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
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
        return switch (settings.provider()) {
            case SIMULATED -> new SimulatedModel(settings.model());
            case OPENAI ->
                overHttp(
                        settings,
                        openAi(settings)
                                .maxCompletionTokens(settings.maxOutputTokens())
                                .build());
            // Many of its servers know the older name of the bound only.
            case HUGGINGFACE ->
                overHttp(
                        settings,
                        openAi(settings).maxTokens(settings.maxOutputTokens()).build());
            case ANTHROPIC -> overHttp(settings, anthropic(settings));
            case OLLAMA -> overHttp(settings, ollama(settings));
        };
    }

    private static StreamingModel overHttp(ModelSettings settings, StreamingChatModel model) {
        return new LangChainModel(
                new StreamingModel.Info(settings.provider(), settings.model()),
                model,
                new Failures(settings.provider()));
    }

    private OpenAiStreamingChatModelBuilder openAi(ModelSettings settings) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(client(settings.provider()))
                .baseUrl(baseUrl(settings.provider()))
                .apiKey(server(settings.provider()).apiKey())
                .modelName(settings.model())
                .temperature(settings.temperature());
    }

    private StreamingChatModel anthropic(ModelSettings settings) {
        String apiKey = server(settings.provider()).apiKey();
        return AnthropicStreamingChatModel.builder()
                .httpClientBuilder(client(settings.provider()))
                .baseUrl(baseUrl(settings.provider()))
                .apiKey(Objects.requireNonNullElse(apiKey, ModelHttp.NO_KEY))
                .modelName(settings.model())
                .maxTokens(settings.answerTokens())
                .temperature(settings.temperature())
                .build();
    }

    private StreamingChatModel ollama(ModelSettings settings) {
        return OllamaStreamingChatModel.builder()
                .httpClientBuilder(client(settings.provider()))
                .baseUrl(baseUrl(settings.provider()))
                .modelName(settings.model())
                // Untold, it cuts the prompt to a context of its own choice.
                .numCtx(settings.contextTokens())
                .numPredict(settings.maxOutputTokens())
                .temperature(settings.temperature())
                .build();
    }

    private Server server(ModelProvider provider) {
        return servers.getOrDefault(provider, Server.UNCONFIGURED);
    }

    private String baseUrl(ModelProvider provider) {
        return Objects.requireNonNullElse(server(provider).baseUrl(), provider.defaultBaseUrl());
    }

    private HttpClientBuilder client(ModelProvider provider) {
        return new Ready(clients.computeIfAbsent(provider, missing -> {
            Server server = server(missing);
            return new ModelHttp(server.connectTimeout(), server.apiKey(), new Failures(missing));
        }));
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
