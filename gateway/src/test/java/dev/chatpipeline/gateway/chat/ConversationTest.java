package dev.chatpipeline.gateway.chat;

import static dev.chatpipeline.gateway.TestClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand.SendMessage;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestClient.Received;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.stream.Collectors;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@UsesChatInfra
class ConversationTest {

    private static TestGateway gateway;
    private static TestWorker worker;

    @BeforeAll
    static void start() {
        gateway = TestGateway.start();
        worker = new TestWorker(gateway.topics());
    }

    @AfterAll
    static void stop() {
        worker.close();
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void aMessageIsDurableWhenAcknowledgedAndItsAnswerIsRelayed(String transports) throws Exception {
        try (TestClient client =
                TestClient.connect(gateway, options -> options.transports = transports.split(",", -1))) {
            JSONObject ack = client.ask("chat_message", object("message", "Hello"));

            assertThat(ack.getString("status")).isEqualTo("accepted");
            String sessionId = ack.getString("session_id");
            String messageId = ack.getString("message_id");
            assertThat(ack.getString("answer_id")).isEqualTo(Ids.answerId(sessionId, messageId));
            TestWorker.Received command = worker.commands(sessionId, 1).getFirst();
            assertThat(command.head().opens()).isTrue();
            SendMessage sent = (SendMessage) command.command();
            assertThat(sent.message()).isEqualTo("Hello");
            assertThat(sent.userId()).isEqualTo(client.userId());
            assertThat(sent.appends()).isTrue();

            TestWorker.Answer answer = worker.answer(command);
            answer.introduce("Hello");
            answer.start();
            answer.chunk("Good ");
            answer.chunk("day ☀ \"quoted\"");
            answer.complete();

            Received complete = client.await("chat_complete");
            assertThat(client.ofTurns())
                    .extracting(Received::event)
                    .containsExactly("user_message", "chat_started", "chat_chunk", "chat_chunk", "chat_complete");
            String chunks = client.received("chat_chunk").stream()
                    .map(chunk -> chunk.get("chunk").toString())
                    .collect(Collectors.joining());
            assertThat(chunks).isEqualTo(answer.text()).isEqualTo(complete.get("full_response"));
            assertThat(client.received()).extracting(Received::event).startsWith("connected", "session_joined");
            assertThat(client.received()).allMatch(one -> one.cursor() != null);
        }
    }
}
