package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.StorableText;
import dev.chatpipeline.gateway.failure.Rejection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of a JSON object from a client. Unknown fields are ignored. */
public final class RequestFields {

    private final JsonNode object;

    private RequestFields(JsonNode object) {
        this.object = object;
    }

    /** @throws Rejection {@code invalid_payload} if the payload is not an object */
    public static RequestFields of(JsonNode payload) {
        if (!payload.isObject()) {
            throw Rejection.invalidPayload("payload", describe(payload), "an object");
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
    public String text(String field) {
        String text = optionalText(field);
        if (text == null) {
            throw Rejection.invalidPayload(field, "absent", "a string");
        }
        return text;
    }

    /** Null if absent; an explicit {@code null} is rejected. */
    @Nullable
    String optionalText(String field) {
        JsonNode value = object.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isString()) {
            throw Rejection.invalidPayload(field, describe(value), "a string");
        }
        String text = value.stringValue();
        if (!StorableText.isStorable(text)) {
            throw Rejection.invalidPayload(field, "text that cannot be stored", StorableText.RULE);
        }
        return text;
    }

    /** The field {@code session_id}. */
    public String sessionId() {
        String id = optionalSessionId();
        if (id == null) {
            throw Rejection.invalidPayload("session_id", "absent", "a string");
        }
        return id;
    }

    @Nullable
    String optionalSessionId() {
        String id = optionalText("session_id");
        if (id != null && !Ids.isValid(id)) {
            throw Rejection.invalidSessionId();
        }
        return id;
    }

    String id(String field) {
        String id = optionalId(field);
        if (id == null) {
            throw Rejection.invalidPayload(field, "absent", "a string");
        }
        return id;
    }

    @Nullable
    String optionalId(String field) {
        String id = optionalText(field);
        if (id != null && !Ids.isValid(id)) {
            throw Rejection.invalidPayload(field, "not an id", Ids.RULE);
        }
        return id;
    }

    /** The id of something new. Null if absent. */
    @Nullable
    String optionalNewId(String field) {
        String id = optionalId(field);
        if (id != null && Ids.isAnswers(id)) {
            throw Rejection.invalidPayload(field, "a UUID of version 5, as answers have", "any other id");
        }
        return id;
    }

    /** A client's text, short enough to repeat in a message. */
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
