package dev.chatpipeline.gateway.relay;

import static dev.chatpipeline.gateway.TestClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class SlowSocketTest {

    private static final String TOKEN = TestGateway.token("slow");

    @AutoClose
    private final TestGateway gateway = TestGateway.start();

    @AutoClose
    private final TestWorker worker = new TestWorker(gateway.topics());

    /** Reads until it was acknowledged that it joined, and then nothing. */
    private static final class Stuck implements WebSocket.Listener {

        private final CompletableFuture<Void> joined = new CompletableFuture<>();
        private final String session;

        Stuck(String session) {
            this.session = session;
        }

        @Override
        public void onOpen(WebSocket socket) {
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            String packet = data.toString();
            if (packet.startsWith("0")) {
                socket.sendText("40{\"token\":\"" + TOKEN + "\"}", true);
            } else if (packet.startsWith("42[\"connected\"")) {
                socket.sendText("421[\"join_session\",{\"session_id\":\"" + session + "\"}]", true);
            } else if (packet.startsWith("431")) {
                joined.complete(null);
                return null;
            }
            socket.request(1);
            return null;
        }
    }

    @Test
    void aClientThatDoesNotReadIsCutAndCostsOthersNothing() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (TestClient reader = TestClient.withToken(gateway, TOKEN)) {
            String session = Ids.random();
            reader.ask("chat_message", object("message", "m", "session_id", session));
            TestWorker.Answer answer = worker.answer(worker.commands(session, 1).getFirst());
            answer.start();
            Stuck stuck = new Stuck(session);
            http.newWebSocketBuilder()
                    .buildAsync(
                            URI.create(gateway.url().replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"),
                            stuck)
                    .get(20, TimeUnit.SECONDS);
            stuck.joined.get(20, TimeUnit.SECONDS);
            assertThat(gateway.connections()).isEqualTo(2);

            String chunk = "x".repeat(64 * 1024);
            for (int written = 0; written < 1000 && gateway.connections() == 2; written += 10) {
                answer.chunks(10, chunk);
                int sent = written + 10;
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> reader.received("chat_chunk").size() == sent);
            }

            assertThat(gateway.connections()).isEqualTo(1);
            answer.chunk("the last");
            reader.await(one -> one.payload().toString().contains("the last"));
            assertThat(textOf(reader)).isEqualTo(answer.text());
        } finally {
            http.shutdownNow();
        }
    }

    private static String textOf(TestClient client) {
        return client.received("chat_chunk").stream()
                .map(one -> one.get("chunk").toString())
                .collect(Collectors.joining());
    }

    @Test
    void whoCatchesUpOnMoreThanAQueueHoldsIsNotCut() throws Exception {
        int chunks = 25_000;
        String session = Ids.random();
        TestWorker.Answer answer;
        try (TestClient first = TestClient.withToken(gateway, TOKEN)) {
            first.ask("chat_message", object("message", "m", "session_id", session));
            answer = worker.answer(worker.commands(session, 1).getFirst());
        }
        answer.start();
        answer.chunks(chunks, "token ");
        try (TestClient client = TestClient.withToken(gateway, TOKEN)) {
            client.ask("join_session", object("session_id", session));
            answer.complete();
            client.await("chat_complete");
            assertThat(textOf(client)).isEqualTo(answer.text());
        }
    }
}
