package dev.chatpipeline.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** The JSON of commands and events: snake_case, absent for unknown, ISO-8601 UTC times. */
public final class ChatJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enumNamingStrategy(EnumNamingStrategies.LOWER_CASE)
            .changeDefaultPropertyInclusion(value -> value.withValueInclusion(JsonInclude.Include.NON_NULL))
            .addModule(TimestampJson.module())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            // A number is not a text, nor a text a number: who sends one for the other is told so.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(LogicalType.Textual, ChatJson::refuseScalars)
            .build();

    /** Names of the components that must be there, per record class. */
    private static final ClassValue<List<RecordComponent>> REQUIRED = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> record) {
            return Arrays.stream(record.getRecordComponents())
                    .filter(component -> !component.getAnnotatedType().isAnnotationPresent(Nullable.class))
                    .toList();
        }
    };

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
    public static ChatEvent readEvent(EventType type, byte @Nullable [] value) {
        return read(recordOf(type), type.wire(), value);
    }

    /** @throws MalformedRecordException when the value is not such a command */
    public static ChatCommand readCommand(CommandType type, byte @Nullable [] value) {
        return read(recordOf(type), type.wire(), value);
    }

    private static <T> T read(Class<? extends T> record, String type, byte @Nullable [] value) {
        if (value == null) {
            throw new MalformedRecordException("value of " + type + ": absent (expected: a JSON object)");
        }
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
        for (RecordComponent component : REQUIRED.get(read.getClass())) {
            Object value;
            try {
                value = component.getAccessor().invoke(read);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("accessor of " + component, e);
            }
            if (value == null) {
                throw new MalformedRecordException(
                        "value of " + type + ": " + wireName(component) + " absent (expected: present)");
            }
        }
    }

    private static String wireName(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    private static void refuseScalars(MutableCoercionConfig config) {
        config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
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
