package dev.chatpipeline.standalone;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static dev.chatpipeline.contracts.ModelProvider.ANTHROPIC;
import static dev.chatpipeline.contracts.ModelProvider.HUGGINGFACE;
import static dev.chatpipeline.contracts.ModelProvider.OLLAMA;
import static dev.chatpipeline.contracts.ModelProvider.OPENAI;
import static dev.chatpipeline.contracts.ModelProvider.SIMULATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.chatpipeline.embedded.StartupProblem;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderDetectionTest {

    private static final String SILENT = "http://127.0.0.1:1";

    @RegisterExtension
    static final WireMockExtension OLLAMA_SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @Test
    void theFirstWithAKey() {
        DetectedProvider found = detect(
                Map.of("HF_TOKEN", "hf", "ANTHROPIC_API_KEY", "ant", "OPENAI_API_KEY", "sk", "OLLAMA_HOST", SILENT));
        assertThat(found.provider()).isEqualTo(OPENAI);
        assertThat(found.properties())
                .containsOnly(
                        Map.entry("chat.workspaces.default.provider", "openai"),
                        Map.entry("chat.workspaces.default.model", OPENAI.defaultModel()),
                        Map.entry("chat.providers.openai.api-key", "sk"));
    }

    @Test
    void anthropicBeforeHuggingFace() {
        DetectedProvider found =
                detect(Map.of("HF_TOKEN", "hf", "ANTHROPIC_API_KEY", "ant", "ANTHROPIC_MODEL", "claude-x"));
        assertThat(found.provider()).isEqualTo(ANTHROPIC);
        assertThat(found.model()).isEqualTo("claude-x");
        assertThat(found.apiKey()).isEqualTo("ant");
    }

    @Test
    void aBaseUrlWithoutAKey() {
        DetectedProvider found = detect(Map.of("HF_BASE_URL", "http://tgi.local/v1/", "HF_MODEL", "tiny"));
        assertThat(found.properties())
                .containsOnly(
                        Map.entry("chat.workspaces.default.provider", HUGGINGFACE.wire()),
                        Map.entry("chat.workspaces.default.model", "tiny"),
                        Map.entry("chat.providers.huggingface.base-url", "http://tgi.local/v1"));
    }

    @Test
    void anEmptyKeyIsNoKey() {
        assertThat(detect(Map.of("OPENAI_API_KEY", " ", "OPENAI_MODEL", "gpt", "HF_TOKEN", "hf"))
                        .provider())
                .isEqualTo(HUGGINGFACE);
    }

    @Test
    void keysAreNotPrinted() {
        assertThat(detect(Map.of("OPENAI_API_KEY", "sk-secret")))
                .hasToString("openai with model " + OPENAI.defaultModel() + " (OPENAI_API_KEY is set)");
    }

    @Test
    void ollamaWithItsFirstModel() {
        ollamaSays(okJson("{\"models\":[{\"name\":\"phi4:14b\"},{\"name\":\"other\"}]}"));
        DetectedProvider found = detect(Map.of("OLLAMA_HOST", OLLAMA_SERVER.baseUrl()));
        assertThat(found.properties())
                .containsOnly(
                        Map.entry("chat.workspaces.default.provider", OLLAMA.wire()),
                        Map.entry("chat.workspaces.default.model", "phi4:14b"),
                        Map.entry("chat.providers.ollama.base-url", OLLAMA_SERVER.baseUrl()));
    }

    @Test
    void ollamaWithTheModelAskedFor() {
        ollamaSays(okJson("{\"models\":[]}"));
        DetectedProvider found =
                detect(Map.of("OLLAMA_HOST", "127.0.0.1:" + OLLAMA_SERVER.getPort(), "OLLAMA_MODEL", "mine"));
        assertThat(found.provider()).isEqualTo(OLLAMA);
        assertThat(found.model()).isEqualTo("mine");
    }

    @Test
    void ollamaWithoutAModel() {
        ollamaSays(okJson("{\"models\":[]}"));
        DetectedProvider found = detect(Map.of("OLLAMA_HOST", OLLAMA_SERVER.baseUrl()));
        assertThat(found.provider()).isEqualTo(SIMULATED);
        assertThat(found.reason()).endsWith("has no model yet: ollama pull " + OLLAMA.defaultModel());
    }

    @Test
    void whatIsNoOllama() {
        for (ResponseDefinitionBuilder answer : new ResponseDefinitionBuilder[] {
            aResponse().withStatus(500), okJson("[]"), aResponse().withBody("<html>")
        }) {
            ollamaSays(answer);
            assertThat(detect(Map.of("OLLAMA_HOST", OLLAMA_SERVER.baseUrl())).provider())
                    .isEqualTo(SIMULATED);
        }
    }

    @Test
    void nobodyThere() {
        DetectedProvider found = detect(Map.of("OLLAMA_HOST", SILENT));
        assertThat(found).hasToString("simulated with model simulated (no Ollama answers at " + SILENT + ")");
        assertThat(found.properties())
                .containsOnly(
                        Map.entry("chat.workspaces.default.provider", "simulated"),
                        Map.entry("chat.workspaces.default.model", "simulated"));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, http://localhost:11434",
        "0.0.0.0, http://127.0.0.1:11434",
        "10.0.0.5:80, http://10.0.0.5:80",
        "https://ollama.example/, https://ollama.example",
        "http://h:1/base/, http://h:1/base",
    })
    void hostsAsOllamaReadsThem(String host, String url) {
        assertThat(OllamaServer.at(host).url()).isEqualTo(url);
    }

    @Test
    void aHostThatCannotBe() {
        assertThatThrownBy(() -> detect(Map.of("OLLAMA_HOST", "http://a b")))
                .isInstanceOf(StartupProblem.class)
                .hasMessage("OLLAMA_HOST: http://a b (expected: host:port or a URL)");
    }

    private static DetectedProvider detect(Map<String, String> environment) {
        return new ProviderDetection(new HashMap<>(environment)).detect();
    }

    private static void ollamaSays(ResponseDefinitionBuilder answer) {
        OLLAMA_SERVER.stubFor(get("/api/tags").willReturn(answer));
    }
}
