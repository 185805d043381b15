package dev.chatpipeline.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of {@code chat.events}. Its value is the JSON object that clients receive. Turn, sequence number and the worker's
 * identity are in the headers ({@link EventHead}), so that gateways relay values without parsing them.
 */
public sealed interface ChatEvent {

    /** The session, which is the record's key. */
    String sessionId();

    /** The answer's id; for {@link UserMessage} the id of the user's message. */
    String messageId();

    /** When the worker created the event, UTC. */
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
     * A message was added to the conversation. All clients that follow the session see it, including the sender's.
     *
     * @param parentId    its parent, null for a root
     * @param userId      the author
     * @param workspaceId decides provider and model
     * @param content     the text, as sent
     * @param answerId    the id that its answer will have
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
     * @param ahead number of turns before this one in the session, at least 1
     */
    record ChatQueued(@Id String sessionId, @Id String messageId, Instant timestamp, int ahead) implements ChatEvent {}

    /**
     * An attempt starts. It replaces everything that was shown of a lower attempt.
     *
     * @param parentId the user message that is answered
     * @param attempt  counts from 1; one more than the highest in the log
     * @param provider the provider of the model
     * @param model    the provider's name for the model
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
     * @param seq   number of the chunk in its attempt, from 0 without gaps
     * @param chunk the text, never empty
     */
    record ChatChunk(@Id String sessionId, @Id String messageId, Instant timestamp, int attempt, long seq, String chunk)
            implements ChatEvent {}

    /** The attempt is alive but has no text to send. */
    record ChatHeartbeat(@Id String sessionId, @Id String messageId, Instant timestamp, int attempt)
            implements ChatEvent {}

    /**
     * The answer is complete.
     *
     * @param chunks       number of chunks in the attempt
     * @param fullResponse all chunks joined, byte for byte
     * @param finishReason {@code stop}, {@code length}, {@code content_filter}, {@code tool_calls} or {@code other}
     * @param usage        tokens as the provider counts them; null if it does not
     * @param ttftMs       time from asking the model to its first text, in ms
     * @param durationMs   time from asking the model to its end, in ms
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
     * @param attempt         0 if it had not started
     * @param ofAttempt       the attempt whose text this is, if it is not {@code attempt}
     * @param chunks          number of chunks in the text
     * @param partialResponse the text so far, possibly empty
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
     * @param retryable       whether a retry may succeed
     * @param attempt         null if the turn had not started
     * @param partialResponse the text so far; null if there was none
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
     * @param inputTokens  null if not known
     * @param outputTokens null if not known
     */
    record Usage(@Nullable Integer inputTokens, @Nullable Integer outputTokens) {}
}
