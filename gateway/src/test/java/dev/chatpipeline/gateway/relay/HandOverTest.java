package dev.chatpipeline.gateway.relay;

import static dev.chatpipeline.gateway.TestClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients that join while an answer streams are handed from catching up to the tail without a gap or an overlap. */
@UsesChatInfra
class HandOverTest {

    private static final int CLIENTS = 12;
    private static final int MIN_CHUNKS = 500;

    @Test
    void underAStreamThatDoesNotPause() throws Exception {
        TestGateway gateway = TestGateway.shared();
        String token = TestGateway.token("many");
        List<TestClient> clients = new ArrayList<>();
        try (TestWorker worker = new TestWorker(gateway.topics());
                TestClient first = TestClient.withToken(gateway, token)) {
            String session = Ids.random();
            first.ask("chat_message", object("message", "m", "session_id", session));
            TestWorker.Answer answer = worker.answer(worker.commands(session, 1).getFirst());
            answer.start();
            CompletableFuture<Void> allJoined = new CompletableFuture<>();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < MIN_CHUNKS || !allJoined.isDone(); i++) {
                        answer.chunk(i + " ");
                    }
                    answer.complete();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            try {
                for (int i = 0; i < CLIENTS; i++) {
                    TestClient client = TestClient.withToken(gateway, token);
                    clients.add(client);
                    client.ask("join_session", object("session_id", session));
                    client.await("chat_chunk");
                }
            } finally {
                allJoined.complete(null);
            }
            written.get();
            clients.add(first);
            for (TestClient client : clients) {
                client.await("chat_complete");
                assertThat(client.received("chat_chunk").stream()
                                .map(chunk -> chunk.get("chunk").toString())
                                .collect(Collectors.joining()))
                        .isEqualTo(answer.text());
                assertThat(client.ofTurns().getFirst().event()).isEqualTo("chat_started");
                assertThat(client.ofTurns())
                        .hasSize(client.received("chat_chunk").size() + 2);
            }
        } finally {
            clients.forEach(TestClient::close);
        }
    }
}
