package dev.chatpipeline.standalone;

import dev.chatpipeline.contracts.ModelProvider;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the model: the first that the environment configures, else a local Ollama, else the simulation. */
final class ProviderDetection {

    private static final String HINT =
            "no model is configured: set OPENAI_API_KEY, ANTHROPIC_API_KEY or HF_TOKEN, or start Ollama";

    private final Map<String, String> environment;

    ProviderDetection(Map<String, String> environment) {
        this.environment = environment;
    }

    DetectedProvider detect() {
        return keyed(ModelProvider.OPENAI, "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_MODEL")
                .or(() -> keyed(ModelProvider.ANTHROPIC, "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_MODEL"))
                .or(() -> keyed(ModelProvider.HUGGINGFACE, "HF_TOKEN", "HF_BASE_URL", "HF_MODEL"))
                .orElseGet(this::ollamaOrSimulated);
    }

    private Optional<DetectedProvider> keyed(ModelProvider provider, String key, String url, String model) {
        String apiKey = value(key);
        String baseUrl = value(url);
        if (apiKey == null && baseUrl == null) {
            return Optional.empty();
        }
        String chosen = value(model);
        return Optional.of(new DetectedProvider(
                provider,
                chosen == null ? provider.defaultModel() : chosen,
                baseUrl == null ? null : withoutSlash(baseUrl),
                apiKey,
                (apiKey == null ? url : key) + " is set"));
    }

    private DetectedProvider ollamaOrSimulated() {
        String host = value("OLLAMA_HOST");
        OllamaServer server = OllamaServer.at(host == null ? ModelProvider.OLLAMA.defaultBaseUrl() : host);
        String wanted = value("OLLAMA_MODEL");
        return switch (server.look()) {
            case OllamaServer.Silent silent ->
                simulated(host == null && wanted == null ? HINT : "no Ollama answers at " + server.url());
            case OllamaServer.Answers answers -> {
                String model = wanted != null ? wanted : answers.firstModel();
                yield model == null
                        ? simulated("Ollama at " + server.url() + " has no model yet: ollama pull "
                                + ModelProvider.OLLAMA.defaultModel())
                        : new DetectedProvider(
                                ModelProvider.OLLAMA, model, server.url(), null, "it answers at " + server.url());
            }
        };
    }

    private static DetectedProvider simulated(String reason) {
        return new DetectedProvider(
                ModelProvider.SIMULATED, ModelProvider.SIMULATED.defaultModel(), null, null, reason);
    }

    private @Nullable String value(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
