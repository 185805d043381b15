package dev.chatpipeline.contracts;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The JSON of commands and events: snake_case names, absent fields instead of nulls, ISO-8601 times in UTC. */
public final class ChatJson {

    private ChatJson() {}

    /** A mapper with these conventions, for JSON outside the log. */
    public static JsonMapper mapper() {
        return StrictJson.MAPPER;
    }

    /** The value of an event's record. */
    public static byte[] write(ChatEvent event) {
        return StrictJson.MAPPER.writeValueAsBytes(event);
    }

    /** The value of a command's record. */
    public static byte[] write(ChatCommand command) {
        return StrictJson.MAPPER.writeValueAsBytes(command);
    }

    /** @throws MalformedRecordException if the value is not an event of this type */
    public static ChatEvent readEvent(EventType type, byte @Nullable [] value) {
        return StrictJson.read(recordOf(type), "value of " + type.wire(), value);
    }

    /** @throws MalformedRecordException if the value is not a command of this type */
    public static ChatCommand readCommand(CommandType type, byte @Nullable [] value) {
        return StrictJson.read(recordOf(type), "value of " + type.wire(), value);
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
