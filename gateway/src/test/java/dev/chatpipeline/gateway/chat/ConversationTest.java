package dev.chatpipeline.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand.Cancel;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatCommand.Regenerate;
import dev.chatpipeline.contracts.ChatCommand.SendMessage;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.SessionIds;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

@UsesChatInfra
class ConversationTest {

    private static TestGateway gateway;
    private static TestWorker worker;

    @BeforeAll
    static void start() {
        gateway = TestGateway.shared();
        worker = new TestWorker(gateway.topics());
    }

    @AfterAll
    static void stop() {
        worker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "polling", "polling,websocket"})
    void aMessageIsDurableWhenAcknowledgedAndItsAnswerIsRelayed(String transports) throws Exception {
        try (ChatClient client =
                gateway.client().transports(transports.split(",", -1)).connect()) {
            JsonNode ack = client.ask("chat_message", Map.of("message", "Hello"));

            assertThat(ack.path("status").stringValue()).isEqualTo("accepted");
            String sessionId = ack.path("session_id").stringValue();
            String messageId = ack.path("message_id").stringValue();
            assertThat(ack.path("answer_id").stringValue()).isEqualTo(Ids.answerId(sessionId, messageId));
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

            Seen complete = client.await("chat_complete");
            assertThat(client.ofTurns())
                    .extracting(Seen::event)
                    .containsExactly("user_message", "chat_started", "chat_chunk", "chat_chunk", "chat_complete");
            String chunks = client.seen("chat_chunk").stream()
                    .map(chunk -> chunk.text("chunk"))
                    .collect(Collectors.joining());
            assertThat(chunks).isEqualTo(answer.text()).isEqualTo(complete.text("full_response"));
            assertThat(client.events()).extracting(Seen::event).startsWith("connected", "session_joined");
            assertThat(client.events()).allMatch(one -> one.cursor() != null);
        }
    }

    @Test
    void aMessageSentAgainIsAcknowledgedTheSameWay() throws Exception {
        try (ChatClient client = gateway.guest()) {
            String session = Ids.random();
            Map<String, String> message = Map.of("message", "Hello", "session_id", session, "message_id", "m1");

            JsonNode first = client.ask("chat_message", message);
            JsonNode second = client.ask("chat_message", message);

            assertThat(second.toString()).isEqualTo(first.toString());
            assertThat(worker.commands(session, 2))
                    .as("an id that the client made, others may know")
                    .noneMatch(command -> command.head().opens());
            assertThat(client.seen("session_joined")).hasSize(1);
        }
    }

    @Test
    void commandsOfOneSocketKeepTheirOrder() throws Exception {
        try (ChatClient client = gateway.guest()) {
            String session = Ids.random();
            for (int i = 0; i < 100; i++) {
                client.tell("chat_message", Map.of("message", "number " + i, "session_id", session));
            }
            assertThat(worker.commands(session, 100))
                    .extracting(command -> ((SendMessage) command.command()).message())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "number " + i).toList());
        }
    }

    @Test
    void everyCommandCarriesWhatTheClientAskedFor() throws Exception {
        try (ChatClient client = gateway.guest()) {
            String session = Ids.random();
            client.ask(
                    "chat_message",
                    Map.of(
                            "message",
                            "root",
                            "session_id",
                            session,
                            "workspace_id",
                            "w1",
                            "parent_id",
                            NullNode.instance));
            client.ask(
                    "chat_message",
                    Map.of("message", "branch", "session_id", session, "parent_id", "p", "on_busy", "interrupt"));
            JsonNode again = client.ask(
                    "regenerate_message", Map.of("session_id", session, "message_id", "a", "request_id", "r"));
            JsonNode cancelled =
                    client.ask("cancel_message", Map.of("session_id", session, "answer_id", "a", "new_field", 1));
            client.ask("cancel_message", Map.of("session_id", session));

            assertThat(cancelled.toString()).isEqualTo("{\"status\":\"accepted\"}");
            assertThat(again.path("answer_id").stringValue()).isEqualTo(Ids.answerId(session, "r"));
            List<TestWorker.Received> commands = worker.commands(session, 5);
            SendMessage root = (SendMessage) commands.get(0).command();
            assertThat(root.appends()).isFalse();
            assertThat(root.parentId()).isNull();
            assertThat(root.onBusy()).isEqualTo(OnBusy.ENQUEUE);
            SendMessage branch = (SendMessage) commands.get(1).command();
            assertThat(branch.appends()).isFalse();
            assertThat(branch.parentId()).isEqualTo("p");
            assertThat(branch.workspaceId()).as("that of the session").isEqualTo("w1");
            assertThat(commands.get(1).head().interrupts()).isTrue();
            assertThat(((Regenerate) commands.get(2).command()).messageId()).isEqualTo("a");
            assertThat(((Cancel) commands.get(3).command()).answerId()).isEqualTo("a");
            assertThat(((Cancel) commands.get(4).command()).answerId()).isNull();
            assertThat(commands).allMatch(command -> command.command().userId().equals(client.userId()));
        }
    }

    /** Guarantee G7. */
    @Test
    void nothingOfASessionReachesAnotherUser() throws Exception {
        try (ChatClient owner = gateway.guest();
                ChatClient stranger = gateway.guest();
                ChatClient ownersOtherTab = gateway.connect(owner.token())) {
            String session = owner.accepted(null, "secret").sessionId();
            for (String event : List.of("join_session", "cancel_message", "regenerate_message", "chat_message")) {
                JsonNode refused =
                        stranger.ask(event, Map.of("session_id", session, "message_id", "m", "message", "let me in"));
                assertThat(refused.path("code").stringValue()).as(event).isEqualTo("session_not_found");
            }
            assertThat(ownersOtherTab
                            .ask("join_session", Map.of("session_id", session))
                            .path("status")
                            .stringValue())
                    .isEqualTo("ok");

            TestWorker.Answer answer = worker.answer(session);
            answer.start();
            answer.chunk("top secret");
            answer.complete();

            owner.await("chat_complete");
            ownersOtherTab.await("chat_complete");
            // A later event of the same partition shows that the answer was not merely late.
            String own = SessionIds.beside(session);
            stranger.accepted(own, "mine");
            worker.answer(own).start();
            stranger.await("chat_started");
            assertThat(stranger.seen())
                    .noneMatch(one -> one.payload().toString().contains("secret"));
            assertThat(worker.allCommands())
                    .filteredOn(one -> one.command().sessionId().equals(session))
                    .hasSize(1);
        }
    }

    @Test
    void nothingComesAfterLeaving() throws Exception {
        try (ChatClient client = gateway.guest()) {
            String session = client.accepted(null, "Hello").sessionId();
            TestWorker.Answer answer = worker.answer(session);
            answer.start();
            client.await("chat_started");

            JsonNode left = client.ask("leave_session", Map.of("session_id", session));
            assertThat(left.path("status").stringValue()).isEqualTo("ok");
            assertThat(left.path("session_id").stringValue()).isEqualTo(session);
            answer.chunk("unseen");
            String other = SessionIds.beside(session);
            client.accepted(other, "next");
            worker.answer(other).start();

            client.await(
                    "the start of the other answer",
                    one -> one.event().equals("chat_started") && other.equals(one.sessionId()));
            assertThat(client.seen("chat_chunk")).isEmpty();
            assertThat(client.await("session_left").position().sessions()).isEmpty();
        }
    }
}
