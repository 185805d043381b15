package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.provider.ModelProperties.Server;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Makes the models that settings describe; the same settings give the same instance. */
final class Models {

    private final Map<ModelProvider, Server> servers;
    private final Map<ModelProvider, ModelHttp> connections = new EnumMap<>(ModelProvider.class);
    private final Map<ModelSettings, StreamingModel> models = new HashMap<>();

    Models(Map<ModelProvider, Server> servers) {
        this.servers = servers;
    }

    StreamingModel of(ModelSettings settings) {
        return models.computeIfAbsent(settings, this::create);
    }

    private StreamingModel create(ModelSettings settings) {
        return switch (settings.provider()) {
            case SIMULATED ->
                new SimulatedModel(settings.model(), server(settings.provider()).stallTimeout());
            case OPENAI ->
                overHttp(
                        settings,
                        new OpenAiFormat(),
                        client -> openAi(settings, client)
                                .maxCompletionTokens(settings.maxOutputTokens())
                                .build());
            // Many of its servers know only the older name of the bound.
            case HUGGINGFACE ->
                overHttp(
                        settings,
                        new OpenAiFormat(),
                        client -> openAi(settings, client)
                                .maxTokens(settings.maxOutputTokens())
                                .build());
            case ANTHROPIC -> overHttp(settings, new AnthropicFormat(), client -> anthropic(settings, client));
            case OLLAMA -> overHttp(settings, new OllamaFormat(), client -> ollama(settings, client));
        };
    }

    private StreamingModel overHttp(
            ModelSettings settings, AnswerFormat format, Function<HttpClientBuilder, StreamingChatModel> model) {
        ModelProvider provider = settings.provider();
        return new HttpModel(
                new StreamingModel.Info(provider, settings.model()),
                new RequestWriter(model, server(provider).omit()),
                connections.computeIfAbsent(
                        provider, missing -> new ModelHttp(server(missing), EnvironmentProxy.of(System.getenv()))),
                format);
    }

    private OpenAiStreamingChatModelBuilder openAi(ModelSettings settings, HttpClientBuilder client) {
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(baseUrl(settings.provider()))
                .apiKey(server(settings.provider()).apiKey())
                .modelName(settings.model())
                .temperature(settings.temperature());
    }

    private StreamingChatModel anthropic(ModelSettings settings, HttpClientBuilder client) {
        String apiKey = server(settings.provider()).apiKey();
        return AnthropicStreamingChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(baseUrl(settings.provider()))
                .apiKey(Objects.requireNonNullElse(apiKey, RequestWriter.NO_KEY))
                .modelName(settings.model())
                .maxTokens(settings.answerTokens())
                .temperature(settings.temperature())
                .build();
    }

    private StreamingChatModel ollama(ModelSettings settings, HttpClientBuilder client) {
        return OllamaStreamingChatModel.builder()
                .httpClientBuilder(client)
                .baseUrl(baseUrl(settings.provider()))
                .modelName(settings.model())
                // Otherwise it cuts the prompt to a context of its own choice.
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
}
