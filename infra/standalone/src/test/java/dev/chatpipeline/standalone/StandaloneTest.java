package dev.chatpipeline.standalone;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.embedded.EmbeddedStack;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Guarantees;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.LogReader;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.Row;
import dev.chatpipeline.testkit.guarantee.RowReader;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The whole process, as a person runs it, with the stock client. */
class StandaloneTest {

    private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
    private static final Map<String, String> NO_MODEL = Map.of();

    @RegisterExtension
    static final WireMockExtension MODEL_SERVER =
            WireMockExtension.newInstance().options(options().dynamicPort()).build();

    @TempDir
    Path folder;

    /** The first process is killed in the middle of an answer, the second stopped in the middle of another. */
    @Test
    void noAnswerIsLost() throws Exception {
        ChatClient first;
        Ack.Accepted killed;
        try (StandaloneProcess process = start(NO_MODEL)) {
            first = ChatClient.to(process.url()).named("first").connect();
            Ack.Accepted greeting = first.accepted(null, "Hello tokens=5");
            assertComplete(first, greeting);
            killed = first.accepted(greeting.sessionId(), "A long one tokens=100 rate=50");
            awaitChunk(first, killed);
            process.kill();
        }
        Ack.Accepted drained;
        try (StandaloneProcess process = start(NO_MODEL);
                ChatClient second = ChatClient.to(process.url())
                        .named("second")
                        .token(first.token())
                        .connect()) {
            second.emit("join_session", Map.of("session_id", killed.sessionId()))
                    .join();
            Log log = logWhenEnded(process, killed);
            List<Row> projected = new RowReader(process.jdbcUrl()).readWhenProjected(log);
            first.close();
            Guarantees.checkAll(new Observation(List.of(first.log(), second.log()), log, projected));
            assertThat(row(projected, killed)).satisfies(row -> {
                assertThat(row.status().wire()).isEqualTo("complete");
                assertThat(row.attempt()).isEqualTo(2);
                assertThat(row.verified()).isTrue();
            });

            drained = second.accepted(killed.sessionId(), "Another tokens=40 rate=20");
            awaitChunk(second, drained);
            assertThat(process.stop()).isEqualTo(143);
            assertThat(process.output()).endsWith("chat-pipeline: stopping", "chat-pipeline: stopped");
        }
        try (EmbeddedStack stack = EmbeddedStack.start(folder, 0, 0)) {
            Log log = new LogReader(stack.broker().bootstrapServers()).read(TOPICS);
            assertThat(end(log, drained)).hasValueSatisfying(end -> {
                assertThat(end.head().type()).isEqualTo(EventType.CHAT_COMPLETE);
                assertThat(end.head().attempt()).isEqualTo(1);
            });
        }
    }

    @Test
    void aModelServerNamedByTheEnvironmentIsRelayedUnchanged() throws Exception {
        MODEL_SERVER.stubFor(post("/v1/chat/completions")
                .willReturn(aResponse()
                        .withHeader("Content-Type", "text/event-stream")
                        .withBody(event("Grüße") + event(", 世界\n") + event(" {\"a\":1}")
                                + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                                + "data: [DONE]\n\n")));
        Map<String, String> environment =
                Map.of("OPENAI_BASE_URL", MODEL_SERVER.baseUrl() + "/v1", "OPENAI_API_KEY", "sk-test");
        try (StandaloneProcess process = start(environment);
                ChatClient client = ChatClient.to(process.url()).connect()) {
            Ack.Accepted asked = client.accepted(null, "Say hello");
            Seen complete = assertComplete(client, asked);
            assertThat(complete.text("full_response")).isEqualTo("Grüße, 世界\n {\"a\":1}");
            assertThat(complete.text("provider")).isEqualTo("openai");
            assertThat(process.output()).noneMatch(line -> line.contains("sk-test"));
        }
    }

    @Test
    void nobodyElseOnTheNetworkAndNoForeignNameGetsIn() throws Exception {
        try (StandaloneProcess process = start(NO_MODEL)) {
            int port = process.url().getPort();
            // Another address of this machine, which reaches whoever listens on all of them.
            assertThatThrownBy(() -> statusOf("127.0.0.2", port, "localhost")).isInstanceOf(ConnectException.class);
            assertThat(statusOf("127.0.0.1", port, "localhost:" + port)).isEqualTo(200);
            assertThat(statusOf("127.0.0.1", port, "127.0.0.1:" + port)).isEqualTo(200);
            assertThat(statusOf("127.0.0.1", port, "evil.example:" + port)).isEqualTo(421);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    private static int statusOf(String address, int port, String host) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private StandaloneProcess start(Map<String, String> environment) throws Exception {
        return StandaloneProcess.start(folder, environment, "--port", "0");
    }

    private static String event(String token) {
        String json = token.replace("\"", "\\\"").replace("\n", "\\n");
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + json + "\"}}]}\n\n";
    }

    private static Seen assertComplete(ChatClient client, Ack.Accepted asked) {
        Seen end = client.awaitEnd(asked.answerId());
        assertThat(end.event()).isEqualTo("chat_complete");
        return end;
    }

    /** Asks the log, for the answer may end before anyone has joined its session again. */
    private static Log logWhenEnded(StandaloneProcess process, Ack.Accepted asked) {
        LogReader reader = new LogReader(process.bootstrapServers());
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> reader.read(TOPICS), log -> end(log, asked).isPresent());
    }

    private static Optional<EventRecord> end(Log log, Ack.Accepted asked) {
        return log.counting(asked.sessionId()).stream()
                .filter(record -> record.head().type().isEnd()
                        && record.head().messageId().equals(asked.answerId()))
                .findFirst();
    }

    private static Row row(List<Row> rows, Ack.Accepted asked) {
        return rows.stream()
                .filter(row -> row.messageId().equals(asked.answerId()))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitChunk(ChatClient client, Ack.Accepted asked) {
        client.await(
                "chunk of " + asked.answerId(),
                event -> event.event().equals("chat_chunk") && asked.answerId().equals(event.messageId()));
    }
}
