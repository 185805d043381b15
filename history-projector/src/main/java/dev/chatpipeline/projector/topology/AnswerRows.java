package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.ChatEvent.ChatError;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.projector.topology.MessageRow.Failure;
import dev.chatpipeline.projector.topology.MessageRow.Proof;
import dev.chatpipeline.projector.topology.MessageRow.Role;
import dev.chatpipeline.projector.topology.OpenTurn.Said;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer's row, from events alone. */
final class AnswerRows {

    /** Errors which, before the start, say that the turn was not taken on. */
    private static final Set<String> REFUSALS =
            Set.of(FailureCode.Kind.RATE_LIMITED.wire(), FailureCode.Kind.BAD_REQUEST.wire());

    private static final Failure UNREADABLE = new Failure(
            FailureCode.INTERNAL.kind().wire(),
            FailureCode.INTERNAL.wire(),
            "The end of this answer cannot be read.",
            FailureCode.INTERNAL.retryable());

    private AnswerRows() {}

    /** The row while the attempt runs. */
    static MessageRow running(LogRecord item, EventHead head, OpenTurn open) {
        return new MessageRow(
                item.sessionId(),
                head.messageId(),
                head.parentId(),
                Role.ASSISTANT,
                null,
                head.workspaceId(),
                "",
                MessageStatus.RUNNING,
                head.turn(),
                head.attempt(),
                open.provider(),
                open.model(),
                null,
                null,
                null,
                null,
                null,
                item.partition(),
                Proof.at(open.firstOffset(), item.offset()),
                open.startedAt(),
                null);
    }

    /**
     * The row of a turn that has ended.
     *
     * @param open what ran; null when the turn ended before it started
     * @param kept what the attempt said whose text is kept
     * @param end  null when it cannot be read
     */
    static MessageRow ended(
            LogRecord item, EventHead head, @Nullable OpenTurn open, Said kept, @Nullable ChatEvent end) {
        @Nullable ChatComplete complete = end instanceof ChatComplete e ? e : null;
        String content = MessageRow.storable(content(end));
        var endedAt = end == null ? item.writtenAt() : end.timestamp();
        return new MessageRow(
                item.sessionId(),
                head.messageId(),
                head.parentId(),
                Role.ASSISTANT,
                null,
                head.workspaceId(),
                content,
                status(end, head.attempt()),
                head.turn(),
                head.attempt(),
                complete != null ? complete.provider() : open == null ? null : open.provider(),
                complete != null ? complete.model() : open == null ? null : open.model(),
                complete == null ? null : complete.finishReason(),
                complete == null ? null : complete.usage(),
                complete == null ? null : complete.ttftMs(),
                complete == null ? null : complete.durationMs(),
                failure(end),
                item.partition(),
                new Proof(
                        open == null ? item.offset() : open.firstOffset(),
                        item.offset(),
                        kept.chunks(),
                        kept.digest(),
                        kept.digest().equals(ChunkDigest.of(content))),
                open == null ? endedAt : open.startedAt(),
                endedAt);
    }

    private static String content(@Nullable ChatEvent end) {
        if (end instanceof ChatComplete complete) {
            return complete.fullResponse();
        }
        if (end instanceof ChatCancelled cancelled) {
            return cancelled.partialResponse();
        }
        String partial = end instanceof ChatError error ? error.partialResponse() : null;
        return partial == null ? "" : partial;
    }

    private static MessageStatus status(@Nullable ChatEvent end, int attempt) {
        if (end instanceof ChatComplete) {
            return MessageStatus.COMPLETE;
        }
        if (end instanceof ChatCancelled) {
            return MessageStatus.CANCELLED;
        }
        boolean refused = end instanceof ChatError error && attempt == 0 && REFUSALS.contains(error.errorType());
        return refused ? MessageStatus.REJECTED : MessageStatus.FAILED;
    }

    private static @Nullable Failure failure(@Nullable ChatEvent end) {
        if (end == null) {
            return UNREADABLE;
        }
        return end instanceof ChatError error
                ? new Failure(error.errorType(), error.code(), error.message(), error.retryable())
                : null;
    }
}
