package dev.chatpipeline.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code chat.events} holds: the value of each record is the JSON object a client receives. Turn, sequence and the
 * worker's identity travel in the headers ({@link EventHead}), so that gateways relay values without parsing them.
 */
public sealed interface ChatEvent {

    /** The session, which is the record's key. */
    String sessionId();

    /** The answer's id; the user's own message id for {@link UserMessage}. */
    String messageId();

    /** When the worker made the event, UTC. */
    Instant timestamp();

    /** The name on the wire and in the {@code type} header. */
    default EventType type() {
        return switch (this) {
            case UserMessage e -> EventType.USER_MESSAGE;
            case ChatQueued e -> EventType.CHAT_QUEUED;
            case ChatStarted e -> EventType.CHAT_STARTED;
            case ChatChunk e -> EventType.CHAT_CHUNK;
            case ChatHeartbeat e -> EventType.CHAT_HEARTBEAT;
            case ChatComplete e -> EventType.CHAT_COMPLETE;
            case ChatCancelled e -> EventType.CHAT_CANCELLED;
            case ChatError e -> EventType.ERROR;
        };
    }

    /**
     * A message was accepted into the conversation; everyone in the session sees it, its sender included.
     *
     * @param parentId    the message it hangs under, null for a root
     * @param userId      who wrote it
     * @param workspaceId decides provider and model
     * @param content     the text, as sent
     * @param answerId    the id under which the answer will come
     */
    record UserMessage(
            @Id String sessionId,
            @Id String messageId,
            Instant timestamp,
            @Id @JsonInclude @Nullable String parentId,
            String userId,
            String workspaceId,
            String content,
            @Id String answerId)
            implements ChatEvent {}

    /**
     * The turn waits for earlier ones.
     *
     * @param ahead turns of the session before this one, at least 1
     */
    record ChatQueued(@Id String sessionId, @Id String messageId, Instant timestamp, int ahead) implements ChatEvent {}

    /**
     * An attempt begins. It replaces everything that was shown of a lower one.
     *
     * @param parentId the user's message that is answered
     * @param attempt  from 1, one more than the highest in the log
     * @param provider whose model answers
     * @param model    the provider's name for it
     */
    record ChatStarted(
            @Id String sessionId,
            @Id String messageId,
            Instant timestamp,
            @Id String parentId,
            int attempt,
            String provider,
            String model)
            implements ChatEvent {}

    /**
     * A piece of the answer.
     *
     * @param seq   position in the attempt, from 0 without gaps
     * @param chunk the text, never empty
     */
    record ChatChunk(@Id String sessionId, @Id String messageId, Instant timestamp, int attempt, long seq, String chunk)
            implements ChatEvent {}

    /** The attempt is alive and has nothing to say. */
    record ChatHeartbeat(@Id String sessionId, @Id String messageId, Instant timestamp, int attempt)
            implements ChatEvent {}

    /**
     * The answer is whole.
     *
     * @param chunks       how many chunks the attempt has
     * @param fullResponse all chunks joined, byte for byte
     * @param finishReason {@code stop}, {@code length}, {@code content_filter}, {@code tool_calls} or {@code other}
     * @param usage        as the provider counts; null when it does not
     * @param ttftMs       from asking the model to its first text, ms
     * @param durationMs   from asking the model to its end, ms
     */
    record ChatComplete(
            @Id String sessionId,
            @Id String messageId,
            Instant timestamp,
            int attempt,
            long chunks,
            String fullResponse,
            String finishReason,
            String provider,
            String model,
            @Nullable Usage usage,
            @Nullable Long ttftMs,
            long durationMs)
            implements ChatEvent {}

    /**
     * A user cancelled the turn, running or waiting.
     *
     * @param attempt         0 when it had not started
     * @param ofAttempt       the attempt whose text this is, where that is not {@code attempt}
     * @param chunks          how many chunks the text has
     * @param partialResponse what had been said until then, possibly nothing
     * @param cancelledBy     the user who cancelled it
     */
    record ChatCancelled(
            @Id String sessionId,
            @Id String messageId,
            Instant timestamp,
            int attempt,
            @Nullable Integer ofAttempt,
            long chunks,
            String partialResponse,
            String cancelledBy)
            implements ChatEvent {}

    /**
     * The turn failed; wire name {@code error}.
     *
     * @param message         for people, one sentence
     * @param errorType       {@link FailureCode.Kind#wire()}
     * @param code            {@link FailureCode#wire()}
     * @param retryable       whether asking again may help
     * @param attempt         null when the turn had not started
     * @param partialResponse what had been said until then; null when nothing had
     */
    record ChatError(
            @Id String sessionId,
            @Id String messageId,
            Instant timestamp,
            String message,
            String errorType,
            String code,
            boolean retryable,
            @Nullable Integer attempt,
            @Nullable String partialResponse)
            implements ChatEvent {}

    /**
     * Tokens as the provider counts them.
     *
     * @param inputTokens  null when not known
     * @param outputTokens null when not known
     */
    record Usage(@Nullable Integer inputTokens, @Nullable Integer outputTokens) {}
}
