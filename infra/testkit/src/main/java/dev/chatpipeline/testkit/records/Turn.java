package dev.chatpipeline.testkit.records;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatChunk;
import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.ChatEvent.ChatError;
import dev.chatpipeline.contracts.ChatEvent.ChatHeartbeat;
import dev.chatpipeline.contracts.ChatEvent.ChatQueued;
import dev.chatpipeline.contracts.ChatEvent.ChatStarted;
import dev.chatpipeline.contracts.ChatEvent.Usage;
import dev.chatpipeline.contracts.ChatEvent.UserMessage;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import org.jspecify.annotations.Nullable;

/**
 * The events of one turn. An attempt starts at {@link Chat#NOON} plus its number in seconds; an end comes after a minute.
 *
 * @param offset     the command's offset, which is the turn's number
 * @param questionId the user's message that is answered
 * @param requestId  the message or request that asked; the answer's id comes from it
 * @param worker     the process that writes the events
 */
public record Turn(String sessionId, long offset, String questionId, String requestId, String worker) {

    private static final long DURATION_SECONDS = 60;

    /** The turn that this command makes at that offset, when it asks a question of its own. */
    public static Turn of(ChatCommand.Ask ask, long offset) {
        return new Turn(ask.sessionId(), offset, ask.requestId(), ask.requestId(), "worker");
    }

    /** The same turn at the hands of another worker. */
    public Turn by(String another) {
        return new Turn(sessionId, offset, questionId, requestId, another);
    }

    public String answerId() {
        return Ids.answerId(sessionId, requestId);
    }

    /** The question becomes visible, as a root. */
    public Said introduced() {
        return introduced(null, "hello");
    }

    /** The question becomes visible under that message. */
    public Said introduced(@Nullable String parentId, String content) {
        return new Said(
                new EventHead(EventType.USER_MESSAGE, offset, 0, 0, questionId, worker),
                new UserMessage(
                        sessionId, questionId, Chat.NOON, parentId, Chat.USER, Chat.WORKSPACE, content, answerId()));
    }

    public Said queued(int ahead) {
        return new Said(head(EventType.CHAT_QUEUED, 0, 0), new ChatQueued(sessionId, answerId(), Chat.NOON, ahead));
    }

    public Said started(int attempt) {
        return new Said(
                head(EventType.CHAT_STARTED, attempt, 0),
                new ChatStarted(
                        sessionId,
                        answerId(),
                        Chat.NOON.plusSeconds(attempt),
                        questionId,
                        attempt,
                        "simulated",
                        model(attempt)));
    }

    public Said chunk(int attempt, long seq, String text) {
        return new Said(
                head(EventType.CHAT_CHUNK, attempt, seq),
                new ChatChunk(sessionId, answerId(), Chat.NOON, attempt, seq, text));
    }

    public Said heartbeat(int attempt) {
        return new Said(
                head(EventType.CHAT_HEARTBEAT, attempt, 0),
                new ChatHeartbeat(sessionId, answerId(), Chat.NOON, attempt));
    }

    public Said complete(int attempt, long chunks, String text) {
        return new Said(
                head(EventType.CHAT_COMPLETE, attempt, chunks),
                new ChatComplete(
                        sessionId,
                        answerId(),
                        Chat.NOON.plusSeconds(DURATION_SECONDS),
                        attempt,
                        chunks,
                        text,
                        "stop",
                        "simulated",
                        model(attempt),
                        new Usage(3, 4),
                        5L,
                        6L));
    }

    /** Cancelled while it waited. */
    public Said cancelled() {
        return cancelled(0, null, 0, "");
    }

    /** @param ofAttempt the attempt whose text this is, where that is another one */
    public Said cancelled(int attempt, @Nullable Integer ofAttempt, long chunks, String text) {
        return new Said(
                head(EventType.CHAT_CANCELLED, attempt, chunks),
                new ChatCancelled(
                        sessionId,
                        answerId(),
                        Chat.NOON.plusSeconds(DURATION_SECONDS),
                        attempt,
                        ofAttempt,
                        chunks,
                        text,
                        Chat.USER));
    }

    /** @param attempt 0 where it never started */
    public Said failed(int attempt, FailureCode code, long chunks, @Nullable String text) {
        return new Said(
                head(EventType.ERROR, attempt, chunks),
                new ChatError(
                        sessionId,
                        answerId(),
                        Chat.NOON.plusSeconds(DURATION_SECONDS),
                        "It went wrong.",
                        code.kind().wire(),
                        code.wire(),
                        code.retryable(),
                        attempt == 0 ? null : attempt,
                        text));
    }

    private static String model(int attempt) {
        return "model-" + attempt;
    }

    private EventHead head(EventType type, int attempt, long seq) {
        return new EventHead(type, offset, attempt, seq, answerId(), worker).answering(questionId, Chat.WORKSPACE);
    }
}
