package dev.chatpipeline.worker.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelDirectory.Model;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel.Info;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {

    private final WireMockServer server = new WireMockServer(options().dynamicPort());

    @BeforeEach
    void start() {
        server.start();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(500)));
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Models models(ModelProvider provider) {
        return new Models(
                Map.of(provider, ServerSettings.of(server.baseUrl() + "/base/", null, Map.of("retries", "0"))));
    }

    private static ModelSettings settings(ModelProvider provider, int context, int output, double temperature) {
        Workspace workspace = new Workspace(provider, null, "", context, output, temperature);
        return ModelSettings.of(new Model(provider, provider.defaultModel()), workspace);
    }

    @ParameterizedTest
    @CsvSource({
        "OPENAI, /base/chat/completions, /max_completion_tokens, /temperature",
        "HUGGINGFACE, /base/chat/completions, /max_tokens, /temperature",
        "ANTHROPIC, /base/messages, /max_tokens, /temperature",
        "OLLAMA, /base/api/chat, /options/num_predict, /options/temperature"
    })
    void boundAndTemperatureGoWhereTheProviderWantsThem(
            ModelProvider provider, String path, String bound, String temperature) throws IOException {
        Recording recording = new Recording();
        models(provider).of(settings(provider, 9000, 123, 0.25)).ask(ModelContract.prompt("hello"), recording);

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        var request = server.getAllServeEvents().getFirst().getRequest();
        JsonNode body = new ObjectMapper().readTree(request.getBodyAsString());
        assertThat(request.getUrl()).isEqualTo(path);
        assertThat(body.path("model").asText()).isEqualTo(provider.defaultModel());
        assertThat(body.at(bound).asInt()).isEqualTo(123);
        assertThat(body.at(temperature).asDouble()).isEqualTo(0.25);
    }

    @Test
    void sameSettingsSameInstance() {
        Models models = models(ModelProvider.OPENAI);

        assertThat(models.of(settings(ModelProvider.OPENAI, 9000, 123, 0.25)))
                .isSameAs(models.of(settings(ModelProvider.OPENAI, 9000, 123, 0.25)))
                .isNotSameAs(models.of(settings(ModelProvider.OPENAI, 9000, 123, 0.5)))
                .extracting(model -> model.info())
                .isEqualTo(new Info(ModelProvider.OPENAI, "gpt-5-mini"));
    }
}
