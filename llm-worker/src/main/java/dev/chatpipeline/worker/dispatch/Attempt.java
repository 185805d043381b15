package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.Answer;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.StreamingModel.Completion;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try at a turn, from asking the model to the read-back of its end. Confined to the session's lane.
 *
 * <p>The model is asked at once, but its text is held until {@code chat_started} has been read back as counting; the end
 * is written after every chunk was acknowledged. A record that Kafka did not take ends the attempt: nothing more is
 * written under it, for that record may still land.
 */
final class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    private final Lane lane;
    private final LaneServices services;
    private final PlacedTurn placed;
    private final int number;
    private final StreamingModel model;
    private final Answer answer;
    private final Duration heartbeatEvery;
    private final boolean alone;
    private final boolean cautious;

    private @Nullable Runnable onceCounting;
    private @Nullable Runnable onceDecided;
    private StreamingModel.@Nullable Call call;
    private @Nullable End end;
    private boolean counts;
    private boolean endWritten;
    private boolean over;
    private int unacknowledged;
    private Instant lastText;
    private Instant lastRecord;

    /** How the attempt ends. */
    private sealed interface End {
        record Complete(Completion completion) implements End {}

        record Cancelled(String by, @Nullable Kept kept) implements End {}

        record Failed(Failure failure) implements End {}
    }

    /**
     * @param alone    whether earlier attempts died with their workers, so that no other such turn runs beside it
     * @param cautious whether the last attempt here was overruled or could not be written, so that a model is asked only
     *                 when this one counts
     */
    Attempt(Lane lane, LaneServices services, PlacedTurn placed, int number, boolean alone, boolean cautious) {
        this.lane = lane;
        this.alone = alone;
        this.cautious = cautious;
        this.services = services;
        this.placed = placed;
        this.number = number;
        this.model = services.models().forWorkspace(placed.turn().command().workspaceId());
        Instant now = services.clock().instant();
        this.answer = new Answer(now, services.properties().maxAnswerBytes());
        this.heartbeatEvery = services.properties().lease().dividedBy(3);
        this.lastText = now;
        this.lastRecord = now;
    }

    PlacedTurn placed() {
        return placed;
    }

    int number() {
        return number;
    }

    boolean alone() {
        return alone;
    }

    /** What was said, once the attempt has ended. */
    String text() {
        return end instanceof End.Cancelled cancelled && cancelled.kept() != null
                ? cancelled.kept().text()
                : answer.text();
    }

    /** Announces the attempt and asks the model, at once or when the log has it. */
    void start(Supplier<Prompt> prompt) {
        announce();
        if (alone || cautious) {
            onceCounting = () -> ask(prompt);
        } else {
            ask(prompt);
        }
        services.later(heartbeatEvery, () -> lane.post(this::tick));
    }

    private void ask(Supplier<Prompt> prompt) {
        lastText = services.clock().instant();
        try {
            call = model.ask(prompt.get(), new Relay());
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Model {} could not be asked", model.info(), e);
            end(new End.Failed(new Failure(FailureCode.INTERNAL, "The model could not be asked.")));
        }
    }

    /** Announces the attempt only to stop a turn that an earlier attempt left open; what that one showed is kept. */
    void startCancelled(String by, OpenTurn cut) {
        announce();
        onceCounting = () -> lane.readKept(cut, kept -> end(new End.Cancelled(by, kept)));
    }

    /** Announces the attempt only to end a turn that kills its workers. */
    void startPoisoned() {
        announce();
        end(new End.Failed(
                new Failure(FailureCode.POISON_COMMAND, "Every worker that tried to answer this message failed.")));
    }

    /** The message that is answered is in the log. */
    void shown() {
        endWhenAcknowledged();
    }

    /**
     * Tells the log that the attempt goes on though the partition is another worker's from now on. Like text, this waits
     * until the attempt counts: until then another worker's may be the one of this number.
     */
    void keep(Runnable told) {
        if (counts) {
            writeKeep(told);
        } else {
            onceDecided = told;
        }
    }

    private void writeKeep(Runnable told) {
        ChatEvent alive = new ChatEvent.ChatHeartbeat(
                lane.sessionId(), placed.turn().answerId(), services.clock().instant(), number);
        unacknowledged++;
        lane.writer()
                .write(
                        alive,
                        head(EventType.CHAT_HEARTBEAT, 0).kept(),
                        () -> {
                            told.run();
                            chunkWritten();
                        },
                        () -> {
                            told.run();
                            writeFailed();
                        });
    }

    private void announce() {
        StreamingModel.Info info = model.info();
        ChatEvent started = new ChatEvent.ChatStarted(
                lane.sessionId(),
                placed.turn().answerId(),
                services.clock().instant(),
                placed.questionId(),
                number,
                info.provider().wire(),
                info.model());
        lane.writer().writeDecisive(started, head(EventType.CHAT_STARTED, 0), this::startDecided, this::writeFailed);
    }

    /** Somebody stopped the turn: what is shown stays, what is held is dropped. */
    void cancel(String by) {
        answer.dropHeld();
        end(new End.Cancelled(by, null));
    }

    /** Nothing more is written and the model is let go. */
    void abandon() {
        over = true;
        closeCall();
        if (onceDecided != null) {
            onceDecided.run();
            onceDecided = null;
        }
    }

    private void startDecided(boolean counting) {
        if (over) {
            return;
        }
        if (!counting) {
            lane.overruled(this);
            return;
        }
        counts = true;
        if (onceDecided != null) {
            writeKeep(onceDecided);
            onceDecided = null;
        }
        if (onceCounting != null && end == null) {
            onceCounting.run();
        }
        release();
        endWhenAcknowledged();
    }

    private void text(String piece) {
        if (over || end != null) {
            return;
        }
        lastText = services.clock().instant();
        if (!answer.hold(piece, lastText)) {
            int limit = services.properties().maxAnswerBytes();
            end(new End.Failed(new Failure(
                    FailureCode.ANSWER_TOO_LONG, "The answer is longer than " + limit + " bytes and was cut.")));
        } else if (counts) {
            release();
        }
    }

    private void end(End how) {
        if (over || end != null) {
            return;
        }
        end = how;
        closeCall();
        endWhenAcknowledged();
    }

    private void release() {
        Instant now = services.clock().instant();
        answer.release((seq, piece) -> {
            ChatEvent chunk =
                    new ChatEvent.ChatChunk(lane.sessionId(), placed.turn().answerId(), now, number, seq, piece);
            unacknowledged++;
            lane.writer().write(chunk, head(EventType.CHAT_CHUNK, seq), this::chunkWritten, this::writeFailed);
            lastRecord = now;
        });
    }

    private void chunkWritten() {
        unacknowledged--;
        endWhenAcknowledged();
    }

    private void endWhenAcknowledged() {
        if (over || end == null || !counts || endWritten || unacknowledged > 0 || !lane.isShown(placed)) {
            return;
        }
        endWritten = true;
        ChatEvent event = event(end);
        lane.writer().writeDecisive(event, head(event.type(), answer.chunks()), this::endDecided, this::writeFailed);
    }

    private void endDecided(boolean counting) {
        if (over) {
            return;
        }
        if (counting) {
            lane.ended(this);
        } else {
            lane.overruled(this);
        }
    }

    private void writeFailed() {
        if (!over) {
            lane.overruled(this);
        }
    }

    private void tick() {
        if (over || endWritten) {
            return;
        }
        Instant now = services.clock().instant();
        Duration stall = services.properties().stallTimeout();
        if (end == null && Duration.between(lastText, now).compareTo(stall) >= 0) {
            end(new End.Failed(new Failure(
                    FailureCode.PROVIDER_STALLED, "The model sent nothing for " + stall.toSeconds() + " s.")));
        } else if (counts && Duration.between(lastRecord, now).compareTo(heartbeatEvery) >= 0) {
            ChatEvent alive =
                    new ChatEvent.ChatHeartbeat(lane.sessionId(), placed.turn().answerId(), now, number);
            unacknowledged++;
            lane.writer().write(alive, head(EventType.CHAT_HEARTBEAT, 0), this::chunkWritten, this::writeFailed);
            lastRecord = now;
        }
        services.later(heartbeatEvery, () -> lane.post(this::tick));
    }

    private void closeCall() {
        if (call != null) {
            call.close();
            call = null;
        }
    }

    private ChatEvent event(End how) {
        String sessionId = lane.sessionId();
        String answerId = placed.turn().answerId();
        Instant now = services.clock().instant();
        Duration firstText = answer.timeToFirstText();
        return switch (how) {
            case End.Complete complete ->
                new ChatEvent.ChatComplete(
                        sessionId,
                        answerId,
                        now,
                        number,
                        answer.chunks(),
                        answer.text(),
                        complete.completion().finishReason(),
                        model.info().provider().wire(),
                        model.info().model(),
                        usage(complete.completion()),
                        firstText == null ? null : firstText.toMillis(),
                        answer.age(now).toMillis());
            case End.Cancelled cancelled -> {
                Kept kept = cancelled.kept();
                yield new ChatEvent.ChatCancelled(
                        sessionId,
                        answerId,
                        now,
                        number,
                        kept == null ? null : kept.attempt(),
                        kept == null ? answer.chunks() : kept.chunks(),
                        text(),
                        cancelled.by());
            }
            case End.Failed failed ->
                new ChatEvent.ChatError(
                        sessionId,
                        answerId,
                        now,
                        failed.failure().message(),
                        failed.failure().code().kind().wire(),
                        failed.failure().code().wire(),
                        failed.failure().code().retryable(),
                        number,
                        answer.text());
        };
    }

    private static ChatEvent.@Nullable Usage usage(Completion completion) {
        boolean unknown = completion.inputTokens() == null && completion.outputTokens() == null;
        return unknown ? null : new ChatEvent.Usage(completion.inputTokens(), completion.outputTokens());
    }

    private EventHead head(EventType type, long seq) {
        EventHead head =
                new EventHead(type, placed.offset(), number, seq, placed.turn().answerId(), services.self());
        if (type == EventType.CHAT_STARTED && alone) {
            head = head.runAlone();
        }
        boolean decisive = type == EventType.CHAT_STARTED || type.isEnd();
        return decisive
                ? head.answering(placed.questionId(), placed.turn().command().workspaceId())
                : head;
    }

    /** Brings the model's calls, made on its threads, into the lane. */
    private final class Relay implements StreamingModel.Listener {

        @Override
        public void onText(String text) {
            lane.post(() -> Attempt.this.text(text));
        }

        @Override
        public void onComplete(Completion completion) {
            lane.post(() -> end(new End.Complete(completion)));
        }

        @Override
        public void onFailure(Failure failure) {
            lane.post(() -> end(new End.Failed(failure)));
        }
    }
}
