package dev.chatpipeline.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

@UsesChatInfra
class BadInputTest {

    private static final int LIMIT = 32 * 1024;

    private static TestGateway gateway;
    private static ChatClient client;

    @BeforeAll
    static void connect() {
        gateway = TestGateway.shared();
        client = gateway.guest();
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
                bad("invalid_payload", "chat_message", List.of()),
                bad("invalid_payload", "chat_message", new byte[] {1, 2}),
                bad("invalid_payload", "chat_message", Map.of()),
                bad("invalid_payload", "chat_message", Map.of("message", 5)),
                bad("invalid_payload", "chat_message", Map.of("message", NullNode.instance)),
                bad("invalid_payload", "chat_message", Map.of("message", "a\u0000b")),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "message_id", "")),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "message_id", longId)),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "message_id", 5)),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "message_id", Ids.answerId("s", "m"))),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "parent_id", 5)),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "parent_id", "a b")),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "workspace_id", "a/b")),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "workspace_id", NullNode.instance)),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "on_busy", "wait")),
                bad("message_empty", "chat_message", Map.of("message", "")),
                bad("message_empty", "chat_message", Map.of("message", " \n\t")),
                bad("message_too_long", "chat_message", Map.of("message", "é".repeat(LIMIT / 2) + "!")),
                bad("invalid_session_id", "chat_message", Map.of("message", "m", "session_id", "a b")),
                bad("invalid_session_id", "chat_message", Map.of("message", "m", "session_id", longId)),
                bad("invalid_payload", "chat_message", Map.of("message", "m", "session_id", 5)),
                bad("invalid_payload", "join_session", Map.of()),
                bad("invalid_session_id", "join_session", Map.of("session_id", "")),
                bad("session_not_found", "join_session", Map.of("session_id", "nobodys")),
                bad("invalid_session_id", "leave_session", Map.of("session_id", "ü")),
                bad("invalid_payload", "cancel_message", Map.of("answer_id", "a")),
                bad("session_not_found", "cancel_message", Map.of("session_id", "nobodys")),
                bad("invalid_payload", "cancel_message", Map.of("session_id", "s", "answer_id", "a b")),
                bad("invalid_payload", "regenerate_message", Map.of("session_id", "s")),
                bad(
                        "invalid_payload",
                        "regenerate_message",
                        Map.of("session_id", "s", "message_id", "m", "request_id", Ids.answerId("s", "m"))),
                bad("session_not_found", "regenerate_message", Map.of("session_id", "nobodys", "message_id", "m")),
                bad("unknown_event", "typing", Map.of("session_id", "s", "is_typing", true)),
                bad("unknown_event", "no_such_event", Map.of()));
    }

    private static Arguments bad(String code, String event, Object payload) {
        return Arguments.of(code, event, payload);
    }

    @ParameterizedTest
    @MethodSource("badEvents")
    void isRejectedWithItsCode(String code, String event, Object payload) throws Exception {
        JsonNode ack = client.ask(event, payload);

        FailureCode expected = FailureCode.of(code);
        assertThat(ack.path("status").stringValue()).isEqualTo("rejected");
        assertThat(ack.path("code").stringValue()).isEqualTo(code);
        assertThat(ack.path("error_type").stringValue())
                .isEqualTo(expected.kind().wire());
        assertThat(ack.path("retryable").booleanValue()).isEqualTo(expected.retryable());
        assertThat(ack.path("message").stringValue()).isNotBlank().doesNotContain("Exception");
    }

    @Test
    void withoutAnAckCallbackItIsAnErrorEvent() {
        try (ChatClient other = gateway.guest()) {
            other.tell("chat_message", Map.of("session_id", "mine", "message", " "));

            Seen error = other.await("error");
            assertThat(error.text("code")).isEqualTo("message_empty");
            assertThat(error.text("error_type")).isEqualTo("bad_request");
            assertThat(error.text("session_id")).isEqualTo("mine");
            assertThat(error.payload().has("message_id")).isFalse();
            assertThat(error.cursor()).as("ends no turn").isNull();
        }
    }

    @Test
    void noPayloadAtAllIsRejected() throws Exception {
        for (String event : List.of("chat_message", "join_session", "leave_session", "cancel_message")) {
            assertThat(client.ask(event).path("code").stringValue()).isEqualTo("invalid_payload");
        }
    }

    @Test
    void theLongestMessageIsAccepted() throws Exception {
        JsonNode ack = client.ask("chat_message", Map.of("message", "é".repeat(LIMIT / 2)));
        assertThat(ack.path("status").stringValue()).isEqualTo("accepted");
    }

    @Test
    void aSocketFollowsSoManySessionsAndNoMore() throws Exception {
        try (ChatClient other = gateway.guest();
                TestWorker worker = new TestWorker(gateway.topics())) {
            for (int i = 0; i < 16; i++) {
                other.ask("chat_message", Map.of("message", "m", "session_id", other.userId() + i));
            }
            String oneMore = other.userId() + 16;
            JsonNode refused = other.ask("chat_message", Map.of("message", "m", "session_id", oneMore));
            assertThat(refused.path("code").stringValue()).isEqualTo("too_many_sessions");
            assertThat(worker.allCommands())
                    .noneMatch(command -> command.command().sessionId().equals(oneMore));

            other.ask("leave_session", Map.of("session_id", other.userId() + 3));
            assertThat(other.ask("chat_message", Map.of("message", "m", "session_id", oneMore))
                            .path("status")
                            .stringValue())
                    .isEqualTo("accepted");
            Seen last = other.seen("session_joined").getLast();
            assertThat(last.position().sessions()).hasSize(16).containsKey(oneMore);
        }
    }
}
