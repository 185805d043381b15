package dev.chatpipeline.gateway.chat;

import static dev.chatpipeline.gateway.TestClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestClient.Received;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.List;
import java.util.stream.Stream;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@UsesChatInfra
class BadInputTest {

    private static final int LIMIT = 32 * 1024;

    private static TestGateway gateway;
    private static TestClient client;

    @BeforeAll
    static void connect() {
        gateway = TestGateway.shared();
        client = TestClient.guest(gateway);
    }

    @AfterAll
    static void close() {
        client.close();
    }

    static Stream<Arguments> badEvents() {
        String longId = "x".repeat(Ids.MAX_LENGTH + 1);
        return Stream.of(
                bad("invalid_payload", "chat_message", "text"),
                bad("invalid_payload", "chat_message", 7),
                bad("invalid_payload", "chat_message", new JSONArray()),
                bad("invalid_payload", "chat_message", new byte[] {1, 2}),
                bad("invalid_payload", "chat_message", object()),
                bad("invalid_payload", "chat_message", object("message", 5)),
                bad("invalid_payload", "chat_message", object("message", JSONObject.NULL)),
                bad("invalid_payload", "chat_message", object("message", "a\u0000b")),
                bad("invalid_payload", "chat_message", object("message", "m", "message_id", "")),
                bad("invalid_payload", "chat_message", object("message", "m", "message_id", longId)),
                bad("invalid_payload", "chat_message", object("message", "m", "message_id", 5)),
                bad("invalid_payload", "chat_message", object("message", "m", "parent_id", 5)),
                bad("invalid_payload", "chat_message", object("message", "m", "parent_id", "a b")),
                bad("invalid_payload", "chat_message", object("message", "m", "workspace_id", "a/b")),
                bad("invalid_payload", "chat_message", object("message", "m", "workspace_id", JSONObject.NULL)),
                bad("invalid_payload", "chat_message", object("message", "m", "on_busy", "wait")),
                bad("message_empty", "chat_message", object("message", "")),
                bad("message_empty", "chat_message", object("message", " \n\t")),
                bad("message_too_long", "chat_message", object("message", "é".repeat(LIMIT / 2) + "!")),
                bad("invalid_session_id", "chat_message", object("message", "m", "session_id", "a b")),
                bad("invalid_session_id", "chat_message", object("message", "m", "session_id", longId)),
                bad("invalid_payload", "chat_message", object("message", "m", "session_id", 5)),
                bad("invalid_payload", "join_session", object()),
                bad("invalid_session_id", "join_session", object("session_id", "")),
                bad("session_not_found", "join_session", object("session_id", "nobodys")),
                bad("invalid_session_id", "leave_session", object("session_id", "ü")),
                bad("invalid_payload", "cancel_message", object("answer_id", "a")),
                bad("session_not_found", "cancel_message", object("session_id", "nobodys")),
                bad("invalid_payload", "cancel_message", object("session_id", "s", "answer_id", "a b")),
                bad("invalid_payload", "regenerate_message", object("session_id", "s")),
                bad("session_not_found", "regenerate_message", object("session_id", "nobodys", "message_id", "m")),
                bad("unknown_event", "typing", object("session_id", "s", "is_typing", true)),
                bad("unknown_event", "no_such_event", object()));
    }

    private static Arguments bad(String code, String event, Object payload) {
        return Arguments.of(code, event, payload);
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void isRejectedWithItsCode(String code, String event, Object payload) throws Exception {
        JSONObject ack = client.ask(event, payload);

        FailureCode expected = FailureCode.of(code);
        assertThat(ack.getString("status")).isEqualTo("rejected");
        assertThat(ack.getString("code")).isEqualTo(code);
        assertThat(ack.getString("error_type")).isEqualTo(expected.kind().wire());
        assertThat(ack.getBoolean("retryable")).isEqualTo(expected.retryable());
        assertThat(ack.getString("message")).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void withoutAnAckCallbackItIsAnErrorEvent() {
        try (TestClient other = TestClient.guest(gateway)) {
            other.tell("chat_message", object("session_id", "mine", "message", " "));

            Received error = other.await("error");
            assertThat(error.get("code")).isEqualTo("message_empty");
            assertThat(error.get("error_type")).isEqualTo("bad_request");
            assertThat(error.get("session_id")).isEqualTo("mine");
            assertThat(error.payload().has("message_id")).isFalse();
            assertThat(error.cursor()).as("ends no turn").isNull();
        }
    }

    @Test
    void noPayloadAtAllIsRejected() throws Exception {
        for (String event : List.of("chat_message", "join_session", "leave_session", "cancel_message")) {
            assertThat(client.ask(event).getString("code")).isEqualTo("invalid_payload");
        }
    }

    @Test
    void theLongestMessageIsAccepted() throws Exception {
        JSONObject ack = client.ask("chat_message", object("message", "é".repeat(LIMIT / 2)));
        assertThat(ack.getString("status")).isEqualTo("accepted");
    }

    @Test
    void aSocketFollowsSoManySessionsAndNoMore() throws Exception {
        try (TestClient other = TestClient.guest(gateway);
                TestWorker worker = new TestWorker(gateway.topics())) {
            for (int i = 0; i < 16; i++) {
                other.ask("chat_message", object("message", "m", "session_id", other.userId() + i));
            }
            String oneMore = other.userId() + 16;
            JSONObject refused = other.ask("chat_message", object("message", "m", "session_id", oneMore));
            assertThat(refused.getString("code")).isEqualTo("too_many_sessions");
            assertThat(worker.allCommands())
                    .noneMatch(command -> command.command().sessionId().equals(oneMore));

            other.ask("leave_session", object("session_id", other.userId() + 3));
            assertThat(other.ask("chat_message", object("message", "m", "session_id", oneMore))
                            .getString("status"))
                    .isEqualTo("accepted");
            Received last = other.received("session_joined").getLast();
            assertThat(last.position().sessions()).hasSize(16).containsKey(oneMore);
        }
    }
}
