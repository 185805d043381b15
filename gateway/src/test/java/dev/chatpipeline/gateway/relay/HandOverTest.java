package dev.chatpipeline.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients that join while an answer streams move from catch-up to the tail without a gap or an overlap. */
@UsesChatInfra
class HandOverTest {

    private static final int CLIENTS = 12;
    private static final int MIN_CHUNKS = 500;

    @Test
    void underAStreamThatDoesNotPause() throws Exception {
        TestGateway gateway = TestGateway.shared();
        String token = TestGateway.token("many");
        List<ChatClient> clients = new ArrayList<>();
        try (TestWorker worker = new TestWorker(gateway.topics());
                ChatClient first = gateway.connect(token)) {
            String session = Ids.random();
            first.accepted(session, "m");
            TestWorker.Answer answer = worker.answer(session);
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
                    ChatClient client = gateway.connect(token);
                    clients.add(client);
                    client.ask("join_session", Map.of("session_id", session));
                    client.await("chat_chunk");
                }
            } finally {
                allJoined.complete(null);
            }
            written.get();
            clients.add(first);
            for (ChatClient client : clients) {
                client.await("chat_complete");
                assertThat(client.seen("chat_chunk").stream()
                                .map(chunk -> chunk.text("chunk"))
                                .collect(Collectors.joining()))
                        .isEqualTo(answer.text());
                assertThat(client.ofTurns().getFirst().event()).isEqualTo("chat_started");
                assertThat(client.ofTurns()).hasSize(client.seen("chat_chunk").size() + 2);
            }
        } finally {
            clients.forEach(ChatClient::close);
        }
    }
}
