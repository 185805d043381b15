package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.ChatEvent.ChatError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ChatJsonTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource
    void anEventIsWrittenAsItsApprovedSample(EventType type) {
        byte[] sample = Resources.sample(type);
        ChatEvent event = ChatJson.readEvent(type, sample);
        assertThat(event.type()).isEqualTo(type);
        assertThat(utf8(ChatJson.write(event))).isEqualTo(utf8(sample));
    }

    @ParameterizedTest
    @EnumSource
    void aCommandIsWrittenAsItsApprovedSample(CommandType type) {
        byte[] sample = Resources.sample(type);
        ChatCommand command = ChatJson.readCommand(type, sample);
        assertThat(command.type()).isEqualTo(type);
        assertThat(utf8(ChatJson.write(command))).isEqualTo(utf8(sample));
    }

    @ParameterizedTest
    @EnumSource
    void theSampleOfAnEventHasTheFieldsOfTheContract(EventType type) {
        Map<String, List<String>> contract = Resources.table("/wire/events.md");
        List<String> fields = new ArrayList<>(List.of("session_id", "message_id", "timestamp"));
        fields.addAll(contract.get(type.wire()));
        JsonNode sample = ChatJson.mapper().readTree(Resources.sample(type));
        assertThat(sample.propertyNames()).containsExactlyElementsOf(fields);
    }

    @Test
    void theContractNamesNoOtherEvent() {
        assertThat(Resources.table("/wire/events.md").keySet().stream().map(EventType::of))
                .containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void whatIsNotKnownIsAbsent() {
        assertThat(utf8(ChatJson.write(
                        new ChatComplete("s1", "a1", NOON, 1, 1, "Hi.", "stop", "openai", "m", null, null, 3))))
                .isEqualTo("{\"session_id\":\"s1\",\"message_id\":\"a1\",\"timestamp\":\"2026-01-01T12:00:00.000Z\","
                        + "\"attempt\":1,\"chunks\":1,\"full_response\":\"Hi.\",\"finish_reason\":\"stop\","
                        + "\"provider\":\"openai\",\"model\":\"m\",\"duration_ms\":3}");
        assertThat(utf8(ChatJson.write(new ChatCommand.Cancel("s1", null, "u1", NOON))))
                .isEqualTo("{\"session_id\":\"s1\",\"user_id\":\"u1\",\"timestamp\":\"2026-01-01T12:00:00.000Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00Z, 2026-01-01T12:00:00.000Z",
        "2026-01-01T12:00:00.5Z, 2026-01-01T12:00:00.500Z",
        "2026-01-01T12:00:00.000001Z, 2026-01-01T12:00:00.000001Z",
        "2026-01-01T12:00:00.000000001Z, 2026-01-01T12:00:00.000000001Z"
    })
    void aTimeHasMillisecondsOrFiner(Instant time, String written) {
        assertThat(ChatJson.mapper().writeValueAsString(time)).isEqualTo('"' + written + '"');
    }

    @Test
    void recordsOfOlderAndNewerVersionsAreRead() {
        assertThat(older(EventType.CHAT_COMPLETE))
                .isEqualTo(new ChatComplete("s1", "a1", NOON, 1, 2, "Hi.", "stop", "openai", "m", null, null, 3));
        assertThat(older(EventType.ERROR))
                .isEqualTo(new ChatError(
                        "s1",
                        "a1",
                        NOON.plusMillis(500),
                        "Something broke.",
                        "server_error",
                        "internal",
                        false,
                        null,
                        null));
        assertThat(older(EventType.CHAT_CANCELLED))
                .isEqualTo(new ChatCancelled("s1", "a1", NOON, 0, null, 0, "", "u1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"session_id":"s"                        | Unexpected end-of-input
            hello                                    | Unrecognized token 'hello'
            []                                       | Cannot deserialize value of type `dev.chatpipeline
            "text"                                   | Cannot construct instance of
            {"session_id":5}                         | Cannot coerce Integer value (5)
            {"session_id":true}                      | Cannot coerce Boolean value (true)
            {"session_id":{}}                        | Cannot deserialize value of type `java.lang.String`
            {"timestamp":"yesterday"}                | Cannot deserialize value of type `java.time.Instant`
            {"appends":"true"}                       | Cannot coerce String value
            {"appends":null}                         | Cannot map `null` into type `boolean`
            {"on_busy":"panic"}                      | Cannot deserialize value of type `dev.chatpipeline.contracts.ChatCommand$OnBusy`
            """)
    void aValueThatIsNoSuchCommandIsRefused(String value, String reason) {
        assertThatThrownBy(() -> ChatJson.readCommand(CommandType.CHAT_MESSAGE, value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("value of chat_message: " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            null                           | null (expected: a JSON object)
            {}                             | session_id absent (expected: present)
            {"session_id":"s"}             | user_id absent (expected: present)
            {"session_id":"s","user_id":null,"timestamp":"2026-01-01T12:00:00Z"} | user_id absent (expected: present)
            {"session_id":"s","user_id":"u"}| timestamp absent (expected: present)
            """)
    void whatMustBeThereIsNamed(String value, String reason) {
        assertThatThrownBy(
                        () -> ChatJson.readCommand(CommandType.CANCEL_MESSAGE, value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("value of cancel_message: " + reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            chat_message       | session_id
            chat_message       | message_id
            chat_message       | parent_id
            regenerate_message | session_id
            regenerate_message | message_id
            regenerate_message | request_id
            cancel_message     | session_id
            cancel_message     | answer_id
            delete_session     | session_id
            """)
    void aCommandWithWhatIsNoIdIsRefused(String type, String field) {
        CommandType known = CommandType.of(type);
        for (String value : List.of("", "a/b", "a b", "é", "x".repeat(129))) {
            assertThatThrownBy(() -> ChatJson.readCommand(known, with(Resources.sample(known), field, value)))
                    .isInstanceOf(MalformedRecordException.class)
                    .hasMessage("value of " + type + ": " + field + ": " + value
                            + " (expected: 1 to 128 of A-Z a-z 0-9 . _ : -)");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventWithWhatIsNoIdIsRefused(EventType type) {
        JsonNode sample = ChatJson.mapper().readTree(Resources.sample(type));
        for (String field : List.of("session_id", "message_id", "parent_id", "answer_id")) {
            if (sample.has(field)) {
                assertThatThrownBy(() -> ChatJson.readEvent(type, with(Resources.sample(type), field, "a/b")))
                        .isInstanceOf(MalformedRecordException.class)
                        .hasMessage("value of " + type.wire() + ": " + field
                                + ": a/b (expected: 1 to 128 of A-Z a-z 0-9 . _ : -)");
            }
        }
    }

    @Test
    void usersAndWorkspacesAreNamedByOthers() {
        byte[] sample = Resources.sample(CommandType.CHAT_MESSAGE);
        byte[] named = with(with(sample, "user_id", "auth0|Ann Ó"), "workspace_id", "team/α");
        assertThat(ChatJson.readCommand(CommandType.CHAT_MESSAGE, named).userId())
                .isEqualTo("auth0|Ann Ó");
    }

    @Test
    void aRecordWithoutValueIsRefused() {
        assertThatThrownBy(() -> ChatJson.readCommand(CommandType.CHAT_MESSAGE, null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("value of chat_message: absent (expected: a JSON object)");
        assertThatThrownBy(() -> ChatJson.readEvent(EventType.CHAT_CHUNK, null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("value of chat_chunk: absent (expected: a JSON object)");
    }

    @Test
    void aTimeIsAText() {
        byte[] value = "{\"timestamp\":1767268800}".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ChatJson.readCommand(CommandType.CANCEL_MESSAGE, value))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("value of cancel_message: Cannot deserialize value of type `java.time.Instant`"
                        + " from Integer value");
    }

    @Test
    void aNumberIsNeitherFractionNorText() {
        for (String seq : List.of("\"0\"", "0.5", "null", "true")) {
            String chunk = "{\"session_id\":\"s\",\"message_id\":\"a\",\"timestamp\":\"2026-01-01T12:00:00Z\","
                    + "\"attempt\":1,\"seq\":" + seq + ",\"chunk\":\"x\"}";
            assertThatThrownBy(() -> ChatJson.readEvent(EventType.CHAT_CHUNK, chunk.getBytes(StandardCharsets.UTF_8)))
                    .as(seq)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    private static ChatEvent older(EventType type) {
        byte[] value = Resources.text("/older/" + type.wire() + ".json").getBytes(StandardCharsets.UTF_8);
        return ChatJson.readEvent(type, value);
    }

    private static byte[] with(byte[] sample, String field, String value) {
        ObjectNode json = (ObjectNode) ChatJson.mapper().readTree(sample);
        return ChatJson.mapper().writeValueAsBytes(json.put(field, value));
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
