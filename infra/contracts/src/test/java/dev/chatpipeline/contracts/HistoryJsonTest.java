package dev.chatpipeline.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.HistoryKey.OfPosition;
import dev.chatpipeline.contracts.HistoryKey.OfRow;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class HistoryJsonTest {

    private static final Map<String, HistoryRecord> SAMPLES = HistorySamples.all();
    private static final String QUESTION = "/samples/history/user_row.json";
    private static final String ANSWER = "/samples/history/answer_row_failed.json";

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordIsWrittenAsItsApprovedSample(String resource, HistoryRecord record) {
        assertThat(new String(HistoryJson.write(record), UTF_8)).isEqualTo(Resources.text(resource));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aRecordIsReadFromItsApprovedSample(String resource, HistoryRecord record) {
        assertThat(HistoryJson.read(record.key(), sample(resource))).isEqualTo(record);
    }

    @Test
    void everyKindOfRecordHasASample() {
        assertThat(SAMPLES.values())
                .hasAtLeastOneElementOfType(UserRow.class)
                .hasAtLeastOneElementOfType(AnswerRow.class)
                .hasAtLeastOneElementOfType(Position.class);
    }

    @Test
    void recordsOfNewerVersionsAreRead() {
        SAMPLES.forEach((resource, record) -> {
            ObjectNode newer = object(resource);
            newer.put("node", "a field of a later version").put("later", 1);
            assertThat(HistoryJson.read(record.key(), bytes(newer))).isEqualTo(record);
        });
    }

    @ParameterizedTest
    @CsvSource({
        QUESTION + ", session_id",
        QUESTION + ", message_id",
        QUESTION + ", user_id",
        QUESTION + ", content",
        QUESTION + ", created_at",
        ANSWER + ", session_id",
        ANSWER + ", message_id",
        ANSWER + ", status",
        ANSWER + ", content",
        ANSWER + ", created_at",
    })
    void whatMustBeThereIsNamed(String resource, String field) {
        ObjectNode json = object(resource);
        json.remove(field);
        assertMalformed(keyOf(resource), json, field + " absent (expected: present)");
        json.putNull(field);
        assertMalformed(keyOf(resource), json, field + " absent (expected: present)");
    }

    @ParameterizedTest
    @CsvSource({"error_type", "code", "message"})
    void whatMustBeThereOfAFailureIsNamed(String field) {
        ObjectNode json = object(ANSWER);
        ((ObjectNode) json.get("failure")).remove(field);
        assertMalformed(keyOf(ANSWER), json, field + " absent (expected: present)");
    }

    @ParameterizedTest
    @CsvSource({"turn", "log_partition"})
    void aNumberMustBeThere(String field) {
        ObjectNode json = object(ANSWER);
        json.remove(field);
        assertRefused(keyOf(ANSWER), json, "Cannot map `null` into type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                      | role absent (expected: user or assistant)
            {"role":"system"}       | role "system" (expected: user or assistant)
            {"role":1}              | role 1 (expected: user or assistant)
            []                      | array (expected: a JSON object)
            null                    | null (expected: a JSON object)
            "text"                  | string (expected: a JSON object)
            """)
    void whatIsNoRowIsRefused(String value, String reason) {
        assertThatThrownBy(() -> HistoryJson.read(new OfRow("s", "m"), value.getBytes(UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("history of s/m: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "turn, Cannot coerce String value",
        "attempt, Cannot coerce String value",
        "proof, Cannot construct instance of",
        "status, Cannot deserialize value of type",
    })
    void aFieldOfAnotherTypeIsRefused(String field, String reason) {
        assertRefused(keyOf(ANSWER), object(ANSWER).put(field, "7"), reason);
    }

    @Test
    void aTextIsNoNumber() {
        ObjectNode json = object(ANSWER).put("content", 5);
        assertRefused(keyOf(ANSWER), json, "Cannot coerce Integer value (5)");
    }

    @ParameterizedTest
    @CsvSource({"session_id", "message_id"})
    void whatIsNoIdIsRefused(String field) {
        ObjectNode json = object(ANSWER).put(field, "a/b");
        assertMalformed(keyOf(ANSWER), json, field + ": a/b (expected: " + Ids.RULE + ")");
    }

    @Test
    void aRecordUnderAnotherKeyIsRefused() {
        assertThatThrownBy(() -> HistoryJson.read(new OfRow("s", "m"), sample(QUESTION)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("history of s/m: key " + keyOf(QUESTION).text() + " (expected: the same key)");
        assertThatThrownBy(() -> HistoryJson.read(new OfPosition(4), sample("/samples/history/position.json")))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("history of /4: key /3 (expected: the same key)");
    }

    @Test
    void whatIsCutOffIsRefused() {
        assertThatThrownBy(() -> HistoryJson.read(new OfRow("s", "m"), "{\"role\":".getBytes(UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("history of s/m: Unexpected end-of-input");
    }

    private static void assertMalformed(HistoryKey key, ObjectNode json, String reason) {
        assertThatThrownBy(() -> HistoryJson.read(key, bytes(json)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("history of " + key.text() + ": " + reason);
    }

    private static void assertRefused(HistoryKey key, ObjectNode json, String reason) {
        assertThatThrownBy(() -> HistoryJson.read(key, bytes(json)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageStartingWith("history of " + key.text() + ": " + reason);
    }

    private static HistoryKey keyOf(String resource) {
        return SAMPLES.get(resource).key();
    }

    private static byte[] sample(String resource) {
        return Resources.text(resource).getBytes(UTF_8);
    }

    private static ObjectNode object(String resource) {
        return (ObjectNode) ChatJson.mapper().readTree(sample(resource));
    }

    private static byte[] bytes(ObjectNode json) {
        return ChatJson.mapper().writeValueAsBytes(json);
    }

    private static Stream<Arguments> samples() {
        return SAMPLES.entrySet().stream().map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }
}
