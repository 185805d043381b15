package dev.chatpipeline.contracts;

import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of history. A row is one flat object that contains the fields of all its parts. */
public final class HistoryJson {

    private static final String USER = "user";
    private static final String ASSISTANT = "assistant";

    /** The parts of rows whose fields are written directly into the row's object. */
    private static final Set<String> PARTS = Set.of("node", "origin", "progress", "generation", "times");

    /** The fields of a row, in the order in which they are written. */
    private static final List<String> FIELDS = List.of(
            "session_id",
            "message_id",
            "parent_id",
            "role",
            "user_id",
            "workspace_id",
            "content",
            "status",
            "turn",
            "attempt",
            "provider",
            "model",
            "finish_reason",
            "usage",
            "ttft_ms",
            "duration_ms",
            "failure",
            "log_partition",
            "proof",
            "created_at",
            "finished_at");

    private static final JsonMapper MAPPER = StrictJson.MAPPER;

    private HistoryJson() {}

    /** The value of a record. */
    public static byte[] write(HistoryRecord record) {
        return switch (record) {
            case Position position -> MAPPER.writeValueAsBytes(position);
            case MessageRow row -> MAPPER.writeValueAsBytes(ordered(fields(row)));
        };
    }

    /**
     * The record with this key and value.
     *
     * @throws MalformedRecordException if the value does not fit the key
     */
    public static HistoryRecord read(HistoryKey key, byte[] value) {
        String what = "history of " + key.text();
        HistoryRecord record = switch (key) {
            case HistoryKey.OfPosition position -> StrictJson.read(Position.class, what, value);
            case HistoryKey.OfRow row -> readRow(what, StrictJson.object(what, value));
        };
        if (!record.key().equals(key)) {
            throw new MalformedRecordException(what + ": key " + record.key().text() + " (expected: the same key)");
        }
        return record;
    }

    private static MessageRow readRow(String what, ObjectNode fields) {
        @Nullable JsonNode role = fields.get("role");
        if (role != null && role.isString() && role.stringValue().equals(USER)) {
            return StrictJson.read(UserRow.class, what, inParts(fields));
        }
        if (role != null && role.isString() && role.stringValue().equals(ASSISTANT)) {
            return StrictJson.read(AnswerRow.class, what, inParts(fields));
        }
        throw new MalformedRecordException(
                what + ": role " + (role == null ? "absent" : role) + " (expected: " + USER + " or " + ASSISTANT + ")");
    }

    /** Each part reads its fields from the whole object. */
    private static ObjectNode inParts(ObjectNode fields) {
        ObjectNode row = fields.deepCopy();
        PARTS.forEach(part -> row.set(part, fields));
        return row;
    }

    private static ObjectNode fields(MessageRow row) {
        ObjectNode fields = MAPPER.createObjectNode();
        MAPPER.<ObjectNode>valueToTree(row).forEachEntry((name, value) -> {
            if (PARTS.contains(name)) {
                fields.setAll((ObjectNode) value);
            } else {
                fields.set(name, value);
            }
        });
        return switch (row) {
            case UserRow user ->
                fields.put("role", USER)
                        .put("status", MessageStatus.COMPLETE.wire())
                        .set("proof", proof(user.origin().turn()));
            case AnswerRow answer -> fields.put("role", ASSISTANT);
        };
    }

    private static ObjectNode proof(long command) {
        return MAPPER.createObjectNode().put("first_offset", command).put("last_offset", command);
    }

    private static ObjectNode ordered(ObjectNode fields) {
        ObjectNode row = MAPPER.createObjectNode();
        for (String name : FIELDS) {
            @Nullable JsonNode value = fields.get(name);
            if (value != null) {
                row.set(name, value);
            }
        }
        return row;
    }
}
