package dev.chatpipeline.worker.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static dev.chatpipeline.worker.provider.ModelContract.prompt;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.http.Fault;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;

/** What fails before there is a stream. */
interface RefusalContract extends OverHttp {

    @ParameterizedTest
    @CsvSource({
        "401, PROVIDER_AUTH",
        "403, PROVIDER_AUTH",
        "429, PROVIDER_RATE_LIMITED",
        "500, PROVIDER_UNAVAILABLE",
        "502, PROVIDER_UNAVAILABLE",
        "503, PROVIDER_UNAVAILABLE",
        "529, PROVIDER_UNAVAILABLE",
        "400, PROVIDER_BAD_RESPONSE",
        "404, PROVIDER_BAD_RESPONSE",
        "307, PROVIDER_BAD_RESPONSE",
        "413, CONTEXT_TOO_LONG"
    })
    default void eachStatusHasItsCode(int status, FailureCode code) {
        Recording recording = askWireMock(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"message\":\"no\"}}"));

        assertThat(recording.failure().code()).isEqualTo(code);
        assertThat(recording.texts()).isEmpty();
    }

    @Test
    default void aPromptThatIsTooLongIsToldApart() {
        Recording recording = askWireMock(
                aResponse().withStatus(tooLong().getKey()).withBody(tooLong().getValue()));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.CONTEXT_TOO_LONG);
    }

    @Test
    default void aKeyTheServerRepeatsReachesNeitherMessageNorLog(CapturedOutput output) {
        Recording recording = askWireMock(
                aResponse().withStatus(401).withBody("{\"error\":\"Incorrect API key\nprovided: " + KEY + "\"}"));

        assertThat(recording.failure().message())
                .isEqualTo(provider().wire() + " answered HTTP 401: the configured key is missing or not accepted.");
        assertThat(output).contains("answered 401: {\"error\":\"Incorrect API key provided: ***\"}");
        assertThat(output).doesNotContain(KEY);
    }

    @Test
    default void aServerThatIsNotThereIsUnavailable() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String url : List.of("http://localhost:" + port, "http://no-such-host.invalid")) {
            Recording recording = recording(piece -> {});
            model(url, KEY).ask(prompt("hello"), recording);

            assertThat(recording.failure())
                    .isEqualTo(new Failure(
                            FailureCode.PROVIDER_UNAVAILABLE, provider().wire() + " cannot be reached."));
        }
    }

    @Test
    default void aConnectionGoneBeforeTheResponseIsUnavailable() {
        assertThat(askWireMock(aResponse().withFault(Fault.EMPTY_RESPONSE))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(askWireMock(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
    }
}
