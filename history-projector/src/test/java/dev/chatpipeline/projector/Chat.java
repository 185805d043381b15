package dev.chatpipeline.projector;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatChunk;
import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.ChatEvent.ChatError;
import dev.chatpipeline.contracts.ChatEvent.ChatStarted;
import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.contracts.ChatEvent.UserMessage;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Records of one session, as gateway and worker write them. */
public record Chat(String sessionId) {

    public static final Instant NOON = Instant.parse("2026-01-01T12:00:00.123456Z");
    public static final String WORKSPACE = "default";
    public static final String USER = "ann";

    /** An event with its headers. */
    public record Said(EventHead head, ChatEvent event) {}

    /** One turn of the session: the command at this offset asked this question. */
    public record Turn(String sessionId, long offset, String questionId, String requestId) {

        public String answerId() {
            return Ids.answerId(sessionId, requestId);
        }

        private EventHead head(EventType type, int attempt, long seq) {
            return new EventHead(type, offset, attempt, seq, answerId(), "worker").answering(questionId, WORKSPACE);
        }

        public Said introduced() {
            return new Said(
                    new EventHead(EventType.USER_MESSAGE, offset, 0, 0, questionId, "worker"),
                    new UserMessage(sessionId, questionId, NOON, null, USER, WORKSPACE, "hello", answerId()));
        }

        public Said started(int attempt) {
            return new Said(
                    head(EventType.CHAT_STARTED, attempt, 0),
                    new ChatStarted(
                            sessionId,
                            answerId(),
                            NOON.plusSeconds(attempt),
                            questionId,
                            attempt,
                            "simulated",
                            "model-" + attempt));
        }

        public Said chunk(int attempt, long seq, String text) {
            return new Said(
                    head(EventType.CHAT_CHUNK, attempt, seq),
                    new ChatChunk(sessionId, answerId(), NOON, attempt, seq, text));
        }

        public Said complete(int attempt, long chunks, String text) {
            return new Said(
                    head(EventType.CHAT_COMPLETE, attempt, chunks),
                    new ChatComplete(
                            sessionId,
                            answerId(),
                            NOON.plusSeconds(60),
                            attempt,
                            chunks,
                            text,
                            "stop",
                            "simulated",
                            "model-" + attempt,
                            new Usage(3, 4),
                            5L,
                            6L));
        }

        public Said cancelled(int attempt, @Nullable Integer ofAttempt, long chunks, String text) {
            return new Said(
                    head(EventType.CHAT_CANCELLED, attempt, chunks),
                    new ChatCancelled(
                            sessionId, answerId(), NOON.plusSeconds(60), attempt, ofAttempt, chunks, text, USER));
        }

        public Said failed(int attempt, FailureCode code, long chunks, @Nullable String text) {
            return new Said(
                    head(EventType.ERROR, attempt, chunks),
                    new ChatError(
                            sessionId,
                            answerId(),
                            NOON.plusSeconds(60),
                            "It went wrong.",
                            code.kind().wire(),
                            code.wire(),
                            code.retryable(),
                            attempt == 0 ? null : attempt,
                            text));
        }
    }

    /** The turn that the command at this offset makes. */
    public Turn turn(long offset, String messageId) {
        return new Turn(sessionId, offset, messageId, messageId);
    }

    /** The turn that asks the question again. */
    public Turn again(long offset, String questionId, String requestId) {
        return new Turn(sessionId, offset, questionId, requestId);
    }

    public ChatCommand.SendMessage appends(String messageId) {
        return new ChatCommand.SendMessage(
                sessionId,
                messageId,
                USER,
                WORKSPACE,
                "text of " + messageId,
                true,
                null,
                ChatCommand.OnBusy.ENQUEUE,
                NOON);
    }

    public ChatCommand.SendMessage under(@Nullable String parentId, String messageId) {
        return new ChatCommand.SendMessage(
                sessionId,
                messageId,
                USER,
                WORKSPACE,
                "text of " + messageId,
                false,
                parentId,
                ChatCommand.OnBusy.ENQUEUE,
                NOON);
    }

    public ChatCommand.Regenerate regenerate(String answerId, String requestId) {
        return new ChatCommand.Regenerate(sessionId, answerId, requestId, USER, WORKSPACE, NOON);
    }

    public ChatCommand.Cancel cancel() {
        return new ChatCommand.Cancel(sessionId, null, USER, NOON);
    }

    public ChatCommand.DeleteSession delete() {
        return new ChatCommand.DeleteSession(sessionId, USER, NOON);
    }
}
