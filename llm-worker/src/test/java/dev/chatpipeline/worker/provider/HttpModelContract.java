package dev.chatpipeline.worker.provider;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.Prompt.Message;
import dev.chatpipeline.worker.generation.Prompt.Role;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Call;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import dev.chatpipeline.worker.provider.ModelProperties.Server;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What every model behind HTTP does, in its provider's own wire format. */
@ExtendWith(OutputCaptureExtension.class)
abstract class HttpModelContract extends ModelContract {

    static final String KEY = "sk-very-secret-0123456789";
    static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PIECES =
            List.of("Grüße", " aus", " 日本", "語 ", "🙂", "👩‍👩‍👧", "\n", " \"ende\"", " \\", " ");

    private static final WireMockServer WIRE_MOCK = new WireMockServer(options().dynamicPort());

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private @Nullable StreamingModel model;

    @Nullable
    ModelServer server;

    abstract ModelProvider provider();

    /** Where under the base URL requests go. */
    abstract String path();

    abstract String contentType();

    /** Everything before the first piece, empty where there is nothing. */
    abstract String head();

    abstract String piece(String text);

    /** Everything after the last piece, with 11 input and 22 output tokens. */
    abstract String end(String finishReason);

    /** An error in the place of a piece. */
    abstract String errorEvent();

    /** The body of the response to a prompt that is too long, with the status that comes with it. */
    abstract Map.Entry<Integer, String> tooLong();

    abstract String finishStop();

    abstract String finishLength();

    abstract void assertRequest(LoggedRequest request, JsonNode body);

    @BeforeAll
    static void startWireMock() {
        WIRE_MOCK.start();
    }

    @AfterAll
    static void stopWireMock() {
        WIRE_MOCK.stop();
    }

    @Override
    StreamingModel model() {
        if (model == null) {
            server = closing(new ModelServer(this::script));
            model = model(server.url(), KEY);
        }
        return model;
    }

    private void script(ModelServer.Peer peer) throws IOException {
        if (peer.request().contains(unanswered())) {
            peer.awaitDisconnect();
            return;
        }
        peer.head(200, contentType());
        peer.chunk(head() + piece("one"));
        peer.chunk(piece(" two"));
        if (peer.request().contains(brokenOff())) {
            peer.cut();
            return;
        }
        peer.chunk(piece(" three") + piece(" four"));
        peer.chunk(piece(" five") + end(finishStop()));
        peer.end();
    }

    @Override
    String answered() {
        return "please answer";
    }

    @Override
    String brokenOff() {
        return "please break off";
    }

    @Override
    String unanswered() {
        return "please keep me waiting";
    }

    @Override
    boolean running(Call call) {
        return ((LangChainModel.Answer) call).running();
    }

    final StreamingModel model(String baseUrl, @Nullable String key) {
        return model(baseUrl, key, new Workspace(provider(), "model-1", "", 4096, null, null));
    }

    final StreamingModel model(String baseUrl, @Nullable String key, Workspace workspace) {
        Server where = new Server(baseUrl, key, Duration.ofSeconds(5));
        return new Models(Map.of(provider(), where)).of(ModelSettings.of(workspace, workspace));
    }

    final <T extends AutoCloseable> T closing(T resource) {
        toClose.add(resource);
        return resource;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable resource : toClose) {
            resource.close();
        }
    }

    /** What a server that does that is answered with. */
    private Recording askServer(ModelServer.Script script) {
        ModelServer scripted = closing(new ModelServer(script));
        Recording recording = recording(piece -> {});
        model(scripted.url(), KEY).ask(prompt("hello"), recording);
        return recording;
    }

    final Recording askWireMock(ResponseDefinitionBuilder response) {
        return askWireMock(response, KEY, prompt("hello"));
    }

    private Recording askWireMock(ResponseDefinitionBuilder response, @Nullable String key, Prompt prompt) {
        WIRE_MOCK.resetAll();
        WIRE_MOCK.stubFor(post(urlPathEqualTo(path())).willReturn(response));
        Recording recording = recording(piece -> {});
        model(WIRE_MOCK.baseUrl(), key).ask(prompt, recording);
        return recording;
    }

    private String answer(String finishReason, List<String> pieces) {
        StringBuilder body = new StringBuilder(head());
        pieces.forEach(piece -> body.append(piece(piece)));
        return body.append(end(finishReason)).toString();
    }

    /** An empty chunk would be the end. */
    private String headOrBlank() {
        return head().isEmpty() ? "\n" : head();
    }

    final ResponseDefinitionBuilder ok(String body) {
        return aResponse().withHeader("Content-Type", contentType()).withBody(body);
    }

    static String quoted(String text) {
        return JSON.getNodeFactory().textNode(text).toString();
    }

    @Test
    void streamsPiecesAsTheyAreThoughTheNetworkSplitsThemAnywhere() {
        byte[] body = answer(finishStop(), PIECES).getBytes(StandardCharsets.UTF_8);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            for (byte b : body) {
                peer.chunk(new byte[] {b});
            }
            peer.end();
        });

        assertThat(recording.completion()).isEqualTo(new Completion("stop", 11, 22));
        assertThat(recording.texts()).isEqualTo(PIECES);
    }

    @Test
    void asksInTheProvidersFormat() throws IOException {
        Prompt prompt = new Prompt(
                "Be brief.",
                List.of(
                        new Message(Role.USER, "erste Fräge"),
                        new Message(Role.ASSISTANT, "answer 🙂"),
                        new Message(Role.USER, "unanswered"),
                        new Message(Role.USER, "last")));
        Recording recording =
                askWireMock(ok(answer(finishLength(), PIECES)).withChunkedDribbleDelay(7, 100), KEY, prompt);

        assertThat(recording.completion()).isEqualTo(new Completion("length", 11, 22));
        assertThat(recording.texts()).isEqualTo(PIECES);
        LoggedRequest request = WIRE_MOCK.getAllServeEvents().getFirst().getRequest();
        JsonNode body = JSON.readTree(request.getBodyAsString());
        assertThat(body.path("model").asText()).isEqualTo("model-1");
        assertThat(body.path("stream").asBoolean()).isTrue();
        assertThat(request.getBodyAsString()).contains("Be brief.", "erste Fräge", "answer 🙂");
        List<JsonNode> messages = new ArrayList<>();
        body.path("messages").forEach(messages::add);
        assertThat(messages)
                .extracting(message -> message.path("role").asText())
                .filteredOn(role -> !role.equals("system"))
                .containsExactly("user", "assistant", "user");
        assertThat(messages.getLast().toString()).contains("unanswered\\n\\nlast");
        assertThat(request.getHeaders().getHeader("Upgrade").isPresent()).isFalse();
        assertRequest(request, body);
    }

    @Test
    void sendsNoKeyWhereNoneIsConfigured() {
        Recording recording = askWireMock(ok(answer(finishStop(), PIECES)), null, prompt("hello"));

        recording.completion();
        LoggedRequest request = WIRE_MOCK.getAllServeEvents().getFirst().getRequest();
        assertThat(request.getHeaders().keys()).doesNotContain("Authorization", "x-api-key");
    }

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
    void eachStatusHasItsCode(int status, FailureCode code) {
        Recording recording = askWireMock(aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\":{\"message\":\"no\"}}"));

        assertThat(recording.failure().code()).isEqualTo(code);
        assertThat(recording.texts()).isEmpty();
    }

    @Test
    void aPromptThatIsTooLongIsToldApart() {
        Recording recording = askWireMock(
                aResponse().withStatus(tooLong().getKey()).withBody(tooLong().getValue()));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.CONTEXT_TOO_LONG);
    }

    @Test
    void aKeyTheServerRepeatsReachesNeitherMessageNorLog(CapturedOutput output) {
        Recording recording = askWireMock(
                aResponse().withStatus(401).withBody("{\"error\":\"Incorrect API key\nprovided: " + KEY + "\"}"));

        assertThat(recording.failure().message())
                .isEqualTo(provider().wire() + " answered HTTP 401: the configured key is missing or not accepted.");
        assertThat(output).contains("answered 401: {\"error\":\"Incorrect API key provided: ***\"}");
        assertThat(output).doesNotContain(KEY);
    }

    @Test
    void aKeyRepeatedInsideTheStreamReachesNeitherMessageNorLog(CapturedOutput output) {
        String error = errorEvent().replaceFirst("(?<=[:,\"])([A-Z]|an )", KEY + " $1");
        Recording recording = askWireMock(ok(head() + piece("half") + error));

        assertThat(error).contains(KEY);
        assertThat(recording.failure().message()).doesNotContain(KEY);
        assertThat(output).contains("broke an answer off: ").contains("***").doesNotContain(KEY);
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws IOException {
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
    void aConnectionGoneBeforeTheResponseIsUnavailable() {
        assertThat(askWireMock(aResponse().withFault(Fault.EMPTY_RESPONSE))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(askWireMock(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "reset", "end"})
    void aStreamThatStopsInTheMiddleIsCut(String how) {
        CountDownLatch seen = new CountDownLatch(1);
        Recording recording = recording(piece -> {
            if (piece == 2) {
                seen.countDown();
            }
        });
        ModelServer scripted = closing(new ModelServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half an"));
            peer.chunk(piece(" answer"));
            switch (how) {
                case "cut" -> peer.cut();
                case "end" -> peer.end();
                default -> {
                    // A reset overtakes what was sent before it.
                    awaitUnchecked(seen);
                    peer.reset();
                }
            }
        }));
        model(scripted.url(), KEY).ask(prompt("hello"), recording);

        assertThat(recording.failure())
                .isEqualTo(new Failure(
                        FailureCode.STREAM_CUT,
                        "The connection to " + provider().wire() + " ended in the middle of the answer."));
        assertThat(recording.texts()).containsExactly("half an", " answer");
    }

    @Test
    void aStreamCutBeforeTheFirstPieceIsNoEmptyAnswer() {
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(headOrBlank());
            peer.cut();
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.STREAM_CUT);
    }

    @Test
    void anErrorInsideTheStreamEndsItAndKeepsWhatCameBefore() {
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half") + errorEvent() + piece(" more"));
            peer.awaitDisconnect();
            gone.countDown();
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_UNAVAILABLE);
        assertThat(recording.texts()).containsExactly("half");
        awaitUnchecked(gone);
    }

    @Test
    void anAnswerWithoutTextIsNoAnswer() {
        Failure failure = askWireMock(ok(answer(finishStop(), List.of()))).failure();

        assertThat(failure)
                .isEqualTo(new Failure(
                        FailureCode.PROVIDER_BAD_RESPONSE,
                        provider().wire() + " ended the answer without any text (finish reason: stop)."));
    }

    @Test
    void somethingElseThanTheApiCannotBeRead() {
        for (String body : List.of("<html>\n<body>Welcome</body>\n</html>\n", "", "[1]", "\n\n")) {
            assertThat(askWireMock(ok(body)).failure().code()).as(body).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        }
    }

    @Test
    void aPieceThatCannotBeReadIsNotLeftOut() {
        String broken = piece("lost").replace("lost\"", "lost");
        Recording recording = askWireMock(ok(head() + piece("half") + broken + piece(" more") + end(finishStop())));

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        assertThat(recording.texts()).containsExactly("half");
    }

    @Test
    void anEndlessLineIsNotCollected() {
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(head() + piece("half") + "data: \"");
            try {
                while (true) {
                    peer.chunk("x".repeat(64 << 10));
                }
            } catch (IOException e) {
                gone.countDown();
            }
        });

        assertThat(recording.failure().code()).isEqualTo(FailureCode.PROVIDER_BAD_RESPONSE);
        assertThat(recording.texts()).containsExactly("half");
        awaitUnchecked(gone);
    }

    @Test
    void aCharacterSplitOverTwoPiecesStaysOne() {
        String smile = "🙂";
        String first = piece("a" + smile.charAt(0)).replace("a" + smile.charAt(0), "a\\ud83d");
        String second = piece(smile.charAt(1) + "b").replace(smile.charAt(1) + "b", "\\ude42b");
        String lone = piece("c").replace("c\"", "c\\ud83d\"");
        Recording recording = askWireMock(ok(head() + first + second + lone + end(finishStop())));

        recording.completion();
        assertThat(recording.texts()).containsExactly("a", "🙂b", "c", "?");
    }

    @Test
    void anAnswerIsCompleteThoughTheServerKeepsTheConnectionOpen() {
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = askServer(peer -> {
            peer.head(200, contentType());
            peer.chunk(answer(finishStop(), PIECES));
            peer.awaitDisconnect();
            gone.countDown();
        });

        assertThat(recording.completion()).isEqualTo(new Completion("stop", 11, 22));
        assertThat(recording.texts()).isEqualTo(PIECES);
        // In the end the client hangs up.
        awaitUnchecked(gone);
    }

    @Test
    void answersInARowShareAConnection() {
        for (int i = 0; i < 3; i++) {
            Recording recording = recording(piece -> {});
            Call call = model().ask(prompt(answered()), recording);
            recording.completion();
            await().until(() -> !running(call));
        }

        assertThat(server).isNotNull();
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"before the response", "before the first piece", "in the middle"})
    void closingEndsTheConnection(String when) {
        CountDownLatch ready = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        Recording recording = recording(piece -> ready.countDown());
        ModelServer scripted = closing(new ModelServer(peer -> {
            if (!when.equals("before the response")) {
                peer.head(200, contentType());
                peer.chunk(headOrBlank());
            }
            if (when.equals("in the middle")) {
                peer.chunk(piece("one"));
            } else {
                ready.countDown();
            }
            peer.awaitDisconnect();
            gone.countDown();
        }));
        Call call = model(scripted.url(), KEY).ask(prompt("hello"), recording);

        awaitUnchecked(ready);
        call.close();
        awaitUnchecked(gone);
        await().until(() -> !running(call));
        assertThat(recording.texts()).hasSize(when.equals("in the middle") ? 1 : 0);
        assertThat(recording.ended()).isFalse();
    }

    @Test
    void aListenerThatFailsEndsTheAnswer() {
        Recording recording = recording(piece -> {
            if (piece == 2) {
                throw new IllegalStateException("as the test wants it");
            }
        });
        model().ask(prompt(answered()), recording);

        assertThat(recording.failure().code()).isEqualTo(FailureCode.INTERNAL);
    }

    static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
