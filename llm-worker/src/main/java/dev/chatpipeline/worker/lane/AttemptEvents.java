package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.worker.generation.Answer;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.log.PartialAnswer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The events of one attempt, and their heads. */
final class AttemptEvents {

    private final String self;
    private final PlacedTurn placed;
    private final int attempt;
    private final StreamingModel.Info model;
    private final String sessionId;
    private final String answerId;

    AttemptEvents(String self, PlacedTurn placed, int attempt, StreamingModel.Info model) {
        this.self = self;
        this.placed = placed;
        this.attempt = attempt;
        this.model = model;
        this.sessionId = placed.turn().sessionId();
        this.answerId = placed.turn().answerId();
    }

    ChatEvent started(Instant now) {
        return new ChatEvent.ChatStarted(
                sessionId,
                answerId,
                now,
                placed.questionId(),
                attempt,
                model.provider().wire(),
                model.model());
    }

    EventHead startedHead(boolean alone) {
        EventHead head = decisiveHead(EventType.CHAT_STARTED, 0);
        return alone ? head.runAlone() : head;
    }

    ChatEvent chunk(Instant now, long seq, String piece) {
        return new ChatEvent.ChatChunk(sessionId, answerId, now, attempt, seq, piece);
    }

    EventHead chunkHead(long seq) {
        return head(EventType.CHAT_CHUNK, seq);
    }

    ChatEvent heartbeat(Instant now) {
        return new ChatEvent.ChatHeartbeat(sessionId, answerId, now, attempt);
    }

    /** @param kept whether the attempt goes on although its partition was handed over */
    EventHead heartbeatHead(boolean kept) {
        EventHead head = head(EventType.CHAT_HEARTBEAT, 0);
        return kept ? head.kept() : head;
    }

    EventHead endHead(EventType type, Answer answer) {
        return decisiveHead(type, answer.chunks());
    }

    ChatEvent end(AttemptEnd end, Answer answer, Instant now) {
        return switch (end) {
            case AttemptEnd.Complete complete -> complete(complete.completion(), answer, now);
            case AttemptEnd.Cancelled cancelled -> cancelled(cancelled, answer, now);
            case AttemptEnd.Failed failed ->
                new ChatEvent.ChatError(
                        sessionId,
                        answerId,
                        now,
                        failed.failure().message(),
                        failed.failure().code().kind().wire(),
                        failed.failure().code().wire(),
                        failed.failure().code().retryable(),
                        attempt,
                        answer.text());
        };
    }

    private ChatEvent complete(Completion completion, Answer answer, Instant now) {
        Duration firstText = answer.timeToFirstText();
        return new ChatEvent.ChatComplete(
                sessionId,
                answerId,
                now,
                attempt,
                answer.chunks(),
                answer.text(),
                completion.finishReason(),
                model.provider().wire(),
                model.model(),
                usage(completion),
                firstText == null ? null : firstText.toMillis(),
                answer.age(now).toMillis());
    }

    private ChatEvent cancelled(AttemptEnd.Cancelled cancelled, Answer answer, Instant now) {
        PartialAnswer earlier = cancelled.partialAnswer();
        return new ChatEvent.ChatCancelled(
                sessionId,
                answerId,
                now,
                attempt,
                earlier == null ? null : earlier.attempt(),
                earlier == null ? answer.chunks() : earlier.chunks(),
                earlier == null ? answer.text() : earlier.text(),
                cancelled.by());
    }

    private static ChatEvent.@Nullable Usage usage(Completion completion) {
        boolean unknown = completion.inputTokens() == null && completion.outputTokens() == null;
        return unknown ? null : new ChatEvent.Usage(completion.inputTokens(), completion.outputTokens());
    }

    private EventHead decisiveHead(EventType type, long seq) {
        return head(type, seq).answering(placed.questionId(), placed.turn().workspaceId());
    }

    private EventHead head(EventType type, long seq) {
        return new EventHead(type, placed.offset(), attempt, seq, answerId, self);
    }
}
