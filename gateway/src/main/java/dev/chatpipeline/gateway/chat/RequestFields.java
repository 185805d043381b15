package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.gateway.failure.Rejection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON object that a client sent, read field by field. Unknown fields are ignored. */
public final class RequestFields {

    private static final String ID_RULE = "1 to " + Ids.MAX_LENGTH + " of A-Z a-z 0-9 . _ : -";

    private final JsonNode object;

    private RequestFields(JsonNode object) {
        this.object = object;
    }

    /** @throws Rejection {@code invalid_payload} when that is not an object */
    public static RequestFields of(JsonNode payload) {
        if (!payload.isObject()) {
            throw invalid("payload", describe(payload), "an object");
        }
        return new RequestFields(payload);
    }

    boolean has(String field) {
        return object.has(field);
    }

    boolean isNull(String field) {
        return object.path(field).isNull();
    }

    /** A string. U+0000 and unpaired surrogates are rejected, because PostgreSQL and UTF-8 cannot hold them. */
    String text(String field) {
        String text = optionalText(field);
        if (text == null) {
            throw invalid(field, "absent", "a string");
        }
        return text;
    }

    /** Null when absent; an explicit {@code null} is not a string. */
    @Nullable
    String optionalText(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw invalid(field, describe(value), "a string");
        }
        String text = value.stringValue();
        if (!StorableText.isStorable(text)) {
            throw invalid(field, "U+0000 or half of a surrogate pair", "characters only");
        }
        return text;
    }

    /** The field {@code session_id}. */
    public String sessionId() {
        String id = optionalSessionId();
        if (id == null) {
            throw invalid("session_id", "absent", "a string");
        }
        return id;
    }

    @Nullable
    String optionalSessionId() {
        String id = optionalText("session_id");
        if (id != null && !Ids.isValid(id)) {
            throw new Rejection(FailureCode.INVALID_SESSION_ID, "session_id: not an id (expected: " + ID_RULE + ")");
        }
        return id;
    }

    String id(String field) {
        String id = optionalId(field);
        if (id == null) {
            throw invalid(field, "absent", "a string");
        }
        return id;
    }

    @Nullable
    String optionalId(String field) {
        String id = optionalText(field);
        if (id != null && !Ids.isValid(id)) {
            throw invalid(field, "not an id", ID_RULE);
        }
        return id;
    }

    static Rejection invalid(String field, String found, String expected) {
        return new Rejection(FailureCode.INVALID_PAYLOAD, field + ": " + found + " (expected: " + expected + ")");
    }

    /** A text of the client's as a message may repeat it. */
    public static String abbreviated(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            case BINARY -> "binary";
            case NULL -> "null";
            case MISSING -> "absent";
            case POJO -> "something else";
        };
    }
}
