package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatEvent.ChatCancelled;
import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.ChatEvent.ChatError;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Failure;
import dev.chatpipeline.contracts.HistoryRecord.Generation;
import dev.chatpipeline.contracts.HistoryRecord.Node;
import dev.chatpipeline.contracts.HistoryRecord.Origin;
import dev.chatpipeline.contracts.HistoryRecord.Progress;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.Times;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.StorableText;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Builds an answer's row from its events. */
final class AnswerRows {

    /** Kinds of error that mean, for a turn that never started, that it was rejected. */
    private static final Set<String> REJECTIONS =
            Set.of(FailureCode.Kind.RATE_LIMITED.wire(), FailureCode.Kind.BAD_REQUEST.wire());

    private static final Failure UNREADABLE = new Failure(
            FailureCode.INTERNAL.kind().wire(),
            FailureCode.INTERNAL.wire(),
            "The end of this answer cannot be read.",
            FailureCode.INTERNAL.retryable());

    private AnswerRows() {}

    /** The row while an attempt is running. */
    static AnswerRow running(LogRecord item, EventHead head, RunningAnswer running) {
        return new AnswerRow(
                node(item, head),
                origin(item, head),
                Progress.running(head.attempt()),
                Generation.by(running.provider(), running.model()),
                Proof.running(running.firstOffset(), item.offset()),
                new Times(running.startedAt(), null));
    }

    /**
     * The row of a turn that has ended.
     *
     * @param running the running answer; null if the turn never started
     * @param said    digest of the attempt whose text the end contains
     * @param end     null if it cannot be read
     */
    static AnswerRow ended(
            LogRecord item,
            EventHead head,
            @Nullable RunningAnswer running,
            AttemptDigest said,
            @Nullable ChatEvent end) {
        String content = StorableText.withoutNul(content(end));
        Instant endedAt = end == null ? item.writtenAt() : end.timestamp();
        return new AnswerRow(
                node(item, head),
                origin(item, head),
                new Progress(status(end, head.attempt()), head.attempt(), content, failure(end)),
                generation(running, end),
                new Proof(
                        running == null ? item.offset() : running.firstOffset(),
                        item.offset(),
                        said.chunks(),
                        said.digest(),
                        said.digest().equals(ChunkDigest.of(content))),
                new Times(running == null ? endedAt : running.startedAt(), endedAt));
    }

    private static Node node(LogRecord item, EventHead head) {
        return new Node(item.sessionId(), head.messageId(), head.parentId());
    }

    private static Origin origin(LogRecord item, EventHead head) {
        return new Origin(item.partition(), head.turn(), head.workspaceId());
    }

    private static Generation generation(@Nullable RunningAnswer running, @Nullable ChatEvent end) {
        if (end instanceof ChatComplete e) {
            return new Generation(e.provider(), e.model(), e.finishReason(), e.usage(), e.ttftMs(), e.durationMs());
        }
        return running == null ? Generation.none() : Generation.by(running.provider(), running.model());
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
        boolean rejected = end instanceof ChatError error && attempt == 0 && REJECTIONS.contains(error.errorType());
        return rejected ? MessageStatus.REJECTED : MessageStatus.FAILED;
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
