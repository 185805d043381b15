package dev.chatpipeline.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of commands and events: snake_case, absent for unknown, ISO-8601 UTC times. */
public final class ChatJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CASE)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private ChatJson() {}

    /** The mapper with these conventions, for payloads that are not records of the log. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    public static byte[] write(ChatEvent event) {
        return MAPPER.writeValueAsBytes(event);
    }

    public static byte[] write(ChatCommand command) {
        return MAPPER.writeValueAsBytes(command);
    }

    /** @throws MalformedRecordException when the value is not such an event */
    public static ChatEvent readEvent(EventType type, byte[] value) {
        return read(recordOf(type), type.wire(), value);
    }

    /** @throws MalformedRecordException when the value is not such a command */
    public static ChatCommand readCommand(CommandType type, byte[] value) {
        return read(recordOf(type), type.wire(), value);
    }

    private static <T> T read(Class<? extends T> record, String type, byte[] value) {
        T read;
        try {
            read = MAPPER.readValue(value, record);
        } catch (JacksonException e) {
            throw new MalformedRecordException("value of " + type + ": " + e.getOriginalMessage(), e);
        }
        if (read == null) {
            throw new MalformedRecordException("value of " + type + ": null (expected: a JSON object)");
        }
        requireComponents(read, type);
        return read;
    }

    /** Jackson leaves absent components null; those not declared {@code @Nullable} must be there. */
    private static void requireComponents(Object read, String type) {
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                continue;
            }
            Object value;
            try {
                value = component.getAccessor().invoke(read);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("accessor of " + component, e);
            }
            if (value == null) {
                throw new MalformedRecordException(
                        "value of " + type + ": " + component.getName() + " absent (expected: present)");
            }
        }
    }

    private static Class<? extends ChatEvent> recordOf(EventType type) {
        return switch (type) {
            case USER_MESSAGE -> ChatEvent.UserMessage.class;
            case CHAT_QUEUED -> ChatEvent.ChatQueued.class;
            case CHAT_STARTED -> ChatEvent.ChatStarted.class;
            case CHAT_CHUNK -> ChatEvent.ChatChunk.class;
            case CHAT_HEARTBEAT -> ChatEvent.ChatHeartbeat.class;
            case CHAT_COMPLETE -> ChatEvent.ChatComplete.class;
            case CHAT_CANCELLED -> ChatEvent.ChatCancelled.class;
            case ERROR -> ChatEvent.ChatError.class;
        };
    }

    private static Class<? extends ChatCommand> recordOf(CommandType type) {
        return switch (type) {
            case CHAT_MESSAGE -> ChatCommand.SendMessage.class;
            case REGENERATE_MESSAGE -> ChatCommand.Regenerate.class;
            case CANCEL_MESSAGE -> ChatCommand.Cancel.class;
            case DELETE_SESSION -> ChatCommand.DeleteSession.class;
        };
    }
}
