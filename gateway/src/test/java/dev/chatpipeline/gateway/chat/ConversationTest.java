package dev.chatpipeline.gateway.chat;

import static dev.chatpipeline.gateway.TestClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand.Cancel;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatCommand.Regenerate;
import dev.chatpipeline.contracts.ChatCommand.SendMessage;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.SessionIds;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestClient.Received;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void aMessageSentAgainIsAcknowledgedTheSameWay() throws Exception {
        try (TestClient client = TestClient.guest(gateway)) {
            String session = Ids.random();
            JSONObject message = object("message", "Hello", "session_id", session, "message_id", "m1");

            JSONObject first = client.ask("chat_message", message);
            JSONObject second = client.ask("chat_message", message);

            assertThat(second.toString()).isEqualTo(first.toString());
            assertThat(worker.commands(session, 2))
                    .as("an id that the client made, others may know")
                    .noneMatch(command -> command.head().opens());
            assertThat(client.received("session_joined")).hasSize(1);
        }
    }

    @Test
    void commandsOfOneSocketKeepTheirOrder() throws Exception {
        try (TestClient client = TestClient.guest(gateway)) {
            String session = Ids.random();
            for (int i = 0; i < 100; i++) {
                client.tell("chat_message", object("message", "number " + i, "session_id", session));
            }
            assertThat(worker.commands(session, 100))
                    .extracting(command -> ((SendMessage) command.command()).message())
                    .containsExactlyElementsOf(
                            IntStream.range(0, 100).mapToObj(i -> "number " + i).toList());
        }
    }

    @Test
    void everyCommandCarriesWhatTheClientAskedFor() throws Exception {
        try (TestClient client = TestClient.guest(gateway)) {
            String session = Ids.random();
            client.ask(
                    "chat_message",
                    object(
                            "message",
                            "root",
                            "session_id",
                            session,
                            "workspace_id",
                            "w1",
                            "parent_id",
                            JSONObject.NULL));
            client.ask(
                    "chat_message",
                    object("message", "branch", "session_id", session, "parent_id", "p", "on_busy", "interrupt"));
            JSONObject again = client.ask(
                    "regenerate_message", object("session_id", session, "message_id", "a", "request_id", "r"));
            JSONObject cancelled =
                    client.ask("cancel_message", object("session_id", session, "answer_id", "a", "new_field", 1));
            client.ask("cancel_message", object("session_id", session));

            assertThat(cancelled.toString()).isEqualTo("{\"status\":\"accepted\"}");
            assertThat(again.getString("answer_id")).isEqualTo(Ids.answerId(session, "r"));
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

    /** G7. */
    @Test
    void nothingOfASessionReachesAnotherUser() throws Exception {
        try (TestClient owner = TestClient.guest(gateway);
                TestClient stranger = TestClient.guest(gateway);
                TestClient ownersOtherTab = TestClient.withToken(gateway, owner.token())) {
            String session =
                    owner.ask("chat_message", object("message", "secret")).getString("session_id");
            for (String event : List.of("join_session", "cancel_message", "regenerate_message", "chat_message")) {
                JSONObject refused =
                        stranger.ask(event, object("session_id", session, "message_id", "m", "message", "let me in"));
                assertThat(refused.getString("code")).as(event).isEqualTo("session_not_found");
            }
            assertThat(ownersOtherTab
                            .ask("join_session", object("session_id", session))
                            .getString("status"))
                    .isEqualTo("ok");

            TestWorker.Answer answer = worker.answer(worker.commands(session, 1).getFirst());
            answer.start();
            answer.chunk("top secret");
            answer.complete();

            owner.await("chat_complete");
            ownersOtherTab.await("chat_complete");
            // What comes after, on the same partition and in order, shows that the answer was passed over.
            String own = SessionIds.beside(session);
            stranger.ask("chat_message", object("message", "mine", "session_id", own));
            worker.answer(worker.commands(own, 1).getFirst()).start();
            stranger.await("chat_started");
            stranger.assertNothingLike(one -> one.payload().toString().contains("secret"));
            assertThat(worker.allCommands())
                    .filteredOn(one -> one.command().sessionId().equals(session))
                    .hasSize(1);
        }
    }

    @Test
    void nothingComesAfterLeaving() throws Exception {
        try (TestClient client = TestClient.guest(gateway)) {
            String session =
                    client.ask("chat_message", object("message", "Hello")).getString("session_id");
            TestWorker.Answer answer = worker.answer(worker.commands(session, 1).getFirst());
            answer.start();
            client.await("chat_started");

            JSONObject left = client.ask("leave_session", object("session_id", session));
            assertThat(left.getString("status")).isEqualTo("ok");
            assertThat(left.getString("session_id")).isEqualTo(session);
            answer.chunk("unseen");
            String other = SessionIds.beside(session);
            client.ask("chat_message", object("message", "next", "session_id", other));
            worker.answer(worker.commands(other, 1).getFirst()).start();

            client.await(one ->
                    one.event().equals("chat_started") && one.get("session_id").equals(other));
            assertThat(client.received("chat_chunk")).isEmpty();
            assertThat(client.await("session_left").position().sessions()).isEmpty();
        }
    }
}
