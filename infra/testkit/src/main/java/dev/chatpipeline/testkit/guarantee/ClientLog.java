package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The history of one client, across its reconnects.
 *
 * @param name   for messages
 * @param userId who it is
 * @param sent   its chat messages, each try on its own
 * @param seen   what it saw, in order: the events it received, and by these names its {@code connect}s,
 *               {@code disconnect}s, {@code connect_error}s and {@code ack}s
 */
public record ClientLog(String name, String userId, List<Sent> sent, List<Seen> seen) {

    /** What is recorded besides the events that the client receives. */
    private static final Set<String> NOTES = Set.of("connect", "disconnect", "connect_error", "ack");

    public ClientLog {
        sent = List.copyOf(sent);
        seen = List.copyOf(seen);
    }

    /**
     * A chat message as sent.
     *
     * @param sessionId null where the server was to choose
     * @param messageId null where the server was to choose
     * @param text      the message
     * @param ack       what it was told; null when no answer came
     */
    public record Sent(
            @Nullable String sessionId,
            @Nullable String messageId,
            String text,
            @Nullable Ack ack) {}

    /** The server's answer to a chat message. */
    public sealed interface Ack {

        /** It is durable. */
        record Accepted(String sessionId, String messageId, String answerId) implements Ack {}

        /** It was rejected, for this reason. */
        record Rejected(String code) implements Ack {

            /** Whether sending it again may help. */
            public boolean retryable() {
                return FailureCode.of(code).retryable();
            }
        }

        /** Reads it from what the server sent. */
        static Ack of(JsonNode ack) {
            if (ack.path("status").asString("").equals("accepted")) {
                return new Accepted(
                        ack.path("session_id").asString(),
                        ack.path("message_id").asString(),
                        ack.path("answer_id").asString());
            }
            return new Rejected(ack.path("code").asString());
        }
    }

    /**
     * An event as received, or a change of the connection.
     *
     * @param event     its name
     * @param payload   its first argument
     * @param cursor    its last argument if that is a string; null for events that move no position
     * @param recovered on {@code connect}: whether the client was told that it missed nothing
     */
    public record Seen(
            String event, JsonNode payload, @Nullable String cursor, boolean recovered) {

        /** The session it is about, null when it is about none. */
        public @Nullable String sessionId() {
            return text("session_id");
        }

        /** The message it is about, null when it is about none. */
        public @Nullable String messageId() {
            return text("message_id");
        }

        /** Whether it is an event that the server sent. */
        public boolean isEvent() {
            return !NOTES.contains(event);
        }

        /** The client's position after it. */
        public Cursor position() {
            return Cursor.decode(String.valueOf(cursor));
        }

        /** Whether it comes from the log, or rejects a message that was sent without an ack callback. */
        public boolean isOfATurn() {
            return EventType.of(event) != null;
        }

        /** Whether the client itself disconnected for good. */
        public boolean isFarewell() {
            return event.equals("disconnect") && "io client disconnect".equals(text("reason"));
        }

        /** Whether it ends an answer. */
        public boolean isEnd() {
            EventType type = EventType.of(event);
            return type != null && type.isEnd();
        }

        /** A text of the payload, null when absent. */
        public @Nullable String text(String field) {
            JsonNode value = payload.get(field);
            return value == null || !value.isString() ? null : value.stringValue();
        }

        /** A number of the payload, -1 when absent. */
        public long number(String field) {
            JsonNode value = payload.get(field);
            return value == null || !value.isIntegralNumber() ? -1 : value.longValue();
        }
    }
}
