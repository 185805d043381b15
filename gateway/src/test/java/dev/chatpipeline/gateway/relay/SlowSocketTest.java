package dev.chatpipeline.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.client.PacketClient;
import java.time.Duration;
import java.util.Map;
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

    @Test
    void aClientThatDoesNotReadIsCutAndCostsOthersNothing() throws Exception {
        try (ChatClient reader = gateway.connect(TOKEN);
                PacketClient stuck = new PacketClient(TOKEN)) {
            String session = Ids.random();
            reader.accepted(session, "m");
            TestWorker.Answer answer = worker.answer(session);
            answer.start();
            stuck.connect("localhost", gateway.port());
            stuck.tell("join_session", Map.of("session_id", session));
            while (!stuck.next().event().equals("session_joined")) {
                // Reads until it has joined, and then nothing.
            }
            assertThat(gateway.connections()).isEqualTo(2);

            String chunk = "x".repeat(64 * 1024);
            for (int written = 0; written < 1000 && gateway.connections() == 2; written += 10) {
                answer.chunks(10, chunk);
                int sent = written + 10;
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> reader.seen("chat_chunk").size() == sent);
            }

            assertThat(gateway.connections()).isEqualTo(1);
            answer.chunk("the last");
            reader.await("the last chunk", one -> "the last".equals(one.text("chunk")));
            assertThat(textOf(reader)).isEqualTo(answer.text());
        }
    }

    private static String textOf(ChatClient client) {
        return client.seen("chat_chunk").stream().map(one -> one.text("chunk")).collect(Collectors.joining());
    }

    @Test
    void whoCatchesUpOnMoreThanAQueueHoldsIsNotCut() throws Exception {
        int chunks = 25_000;
        String session = Ids.random();
        TestWorker.Answer answer;
        try (ChatClient first = gateway.connect(TOKEN)) {
            first.accepted(session, "m");
            answer = worker.answer(session);
        }
        answer.start();
        answer.chunks(chunks, "token ");
        try (ChatClient client = gateway.connect(TOKEN)) {
            client.ask("join_session", Map.of("session_id", session));
            answer.complete();
            client.await("chat_complete");
            assertThat(textOf(client)).isEqualTo(answer.text());
        }
    }
}
