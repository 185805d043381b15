package dev.chatpipeline.worker.provider;

import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import dev.chatpipeline.contracts.ModelDirectory.Model;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TlsProblemsTest {

    private final WireMockServer server =
            new WireMockServer(options().dynamicPort().dynamicHttpsPort());

    @BeforeEach
    void start() {
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Failure ask(int port) {
        Workspace workspace = new Workspace(ModelProvider.OPENAI, "model-1", "", 4096, null, null);
        Recording recording = new Recording();
        new Models(Map.of(ModelProvider.OPENAI, ServerSettings.of("https://localhost:" + port, null, Map.of())))
                .of(ModelSettings.of(new Model(ModelProvider.OPENAI, "model-1"), workspace))
                .ask(ModelContract.prompt("hello"), recording);
        return recording.failure();
    }

    @Test
    void aCertificateThatNobodyKnowsIsNotJustUnreachable() {
        assertThat(ask(server.httpsPort()).message())
                .isEqualTo(
                        "openai cannot be reached: its TLS certificate is not signed by an authority that Java trusts.");
    }

    @Test
    void aServerWithoutTlsIsNotJustUnreachable() {
        assertThat(ask(server.port()).message()).isEqualTo("openai cannot be reached: it does not speak TLS.");
    }
}
