package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.Answer;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.log.OpenAttempt;
import dev.chatpipeline.worker.log.PartialAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One try at a turn, from its announcement to the read-back of its end; {@link AttemptState} says where it stands.
 * Confined to the lane's mailbox.
 *
 * <p>The model is asked at once, but its text is held until {@code chat_started} has been read back as counting. The end is
 * written once every record before it is acknowledged. A record that Kafka did not acknowledge ends the attempt: it may
 * still get into the log, so nothing more may be written under this number.
 */
final class Attempt implements ModelCall.Listener {

    /**
     * What is decided about an attempt before it begins.
     *
     * @param number   higher than every attempt at the turn that the log shows
     * @param alone    whether no other suspect turn runs beside it
     * @param cautious whether a model is asked only once the attempt counts, because the last one here did not
     */
    record Plan(int number, boolean alone, boolean cautious) {}

    private final AttemptOwner owner;
    private final LaneWriter writer;
    private final LaneLimits limits;
    private final Timer timer;
    private final Clock clock;
    private final PlacedTurn placed;
    private final Plan plan;
    private final AttemptEvents events;
    private final Answer answer;
    private final ModelCall model;
    private final Pulse pulse;

    private AttemptState state = AttemptState.ANNOUNCED;
    /** Whether it was begun to answer, and not only to end the turn. */
    private boolean answers;

    private @Nullable Runnable onceConfirmed;
    private @Nullable Runnable onceKeepIsTold;
    private @Nullable AttemptEnd end;
    private int unacknowledged;

    Attempt(AttemptOwner owner, LaneContext context, LaneWriter writer, PlacedTurn placed, Plan plan) {
        this.owner = owner;
        this.writer = writer;
        this.limits = context.limits();
        this.timer = context.run().timer();
        this.clock = context.run().clock();
        this.placed = placed;
        this.plan = plan;
        StreamingModel model =
                context.sources().models().forWorkspace(placed.turn().workspaceId());
        this.events = new AttemptEvents(context.log().self(), placed, plan.number(), model.info());
        this.answer = new Answer(clock.instant(), limits.answer().maxBytes());
        this.model = new ModelCall(model, owner::post, this);
        this.pulse = new Pulse(clock, limits);
    }

    PlacedTurn placed() {
        return placed;
    }

    Plan plan() {
        return plan;
    }

    AttemptState state() {
        return state;
    }

    /** Announces the attempt and asks the model: at once, or once the log shows that the attempt counts. */
    void start(Supplier<Prompt> prompt) {
        answers = true;
        announce();
        if (plan.alone() || plan.cautious()) {
            onceConfirmed = () -> ask(prompt);
        } else {
            ask(prompt);
        }
        scheduleTick();
    }

    /** Announces the attempt only to cancel a turn that an earlier attempt left open; what that one showed is kept. */
    void startCancelled(String by, OpenAttempt cut) {
        announce();
        onceConfirmed = () -> owner.readPartialAnswer(cut, partial -> end(new AttemptEnd.Cancelled(by, partial)));
    }

    /** Announces the attempt only to end a turn that kills its workers. */
    void startPoisoned() {
        announce();
        end(AttemptEnd.failed(FailureCode.POISON_COMMAND, "Every worker that tried to answer this message failed."));
    }

    private void announce() {
        writer.writeDecisive(
                events.started(clock.instant()),
                events.startedHead(plan.alone()),
                this::startDecided,
                this::writeFailed);
    }

    private void ask(Supplier<Prompt> prompt) {
        pulse.asked();
        model.ask(prompt);
    }

    /**
     * Somebody cancels the turn: what has been shown stays, what is held is dropped. An attempt that was begun only to end
     * the turn ends it as it was to.
     */
    void cancel(String by) {
        if (answers && state.takesText()) {
            answer.dropHeld();
            end(new AttemptEnd.Cancelled(by, null));
        }
    }

    /** The turn's message is in the log. */
    void introduced() {
        writeEndIfDue();
    }

    /**
     * Tells the log that the attempt goes on although its partition now belongs to another worker. Like text, this waits
     * until the attempt counts: until then this number may be another worker's attempt.
     *
     * @param told called when the log has it, or never will
     */
    void keep(Runnable told) {
        if (state == AttemptState.ANNOUNCED || state == AttemptState.ENDED_UNCONFIRMED) {
            onceKeepIsTold = told;
        } else {
            writeKeep(told);
        }
    }

    private void writeKeep(Runnable told) {
        unacknowledged++;
        writer.write(
                events.heartbeat(clock.instant()),
                events.heartbeatHead(true),
                () -> {
                    told.run();
                    acknowledged();
                },
                () -> {
                    told.run();
                    writeFailed();
                });
    }

    /** Writes nothing more and closes the call to the model. Does nothing to an attempt that is over. */
    void abandon() {
        if (!state.isOver()) {
            close(AttemptState.ABANDONED);
        }
    }

    private void close(AttemptState over) {
        state = state.to(over);
        model.close();
        if (onceKeepIsTold != null) {
            onceKeepIsTold.run();
            onceKeepIsTold = null;
        }
    }

    private void startDecided(boolean counts) {
        if (state.isOver()) {
            return;
        }
        if (!counts) {
            overruled();
            return;
        }
        state = state.to(state == AttemptState.ANNOUNCED ? AttemptState.STREAMING : AttemptState.ENDING);
        if (onceKeepIsTold != null) {
            writeKeep(onceKeepIsTold);
            onceKeepIsTold = null;
        }
        if (onceConfirmed != null && state == AttemptState.STREAMING) {
            onceConfirmed.run();
        }
        flush();
        writeEndIfDue();
    }

    @Override
    public void text(String piece) {
        if (!state.takesText()) {
            return;
        }
        if (!answer.hold(piece, clock.instant())) {
            int limit = limits.answer().maxBytes();
            end(AttemptEnd.failed(
                    FailureCode.ANSWER_TOO_LONG, "The answer is longer than " + limit + " bytes and was cut."));
        } else if (state == AttemptState.STREAMING) {
            flush();
        }
    }

    private void flush() {
        Instant now = clock.instant();
        answer.flush((seq, piece) -> write(events.chunk(now, seq, piece), events.chunkHead(seq)));
    }

    private void write(ChatEvent event, EventHead head) {
        unacknowledged++;
        writer.write(event, head, this::acknowledged, this::writeFailed);
        pulse.written();
    }

    @Override
    public void end(AttemptEnd how) {
        if (!state.takesText()) {
            return;
        }
        end = how;
        state = state.to(state == AttemptState.ANNOUNCED ? AttemptState.ENDED_UNCONFIRMED : AttemptState.ENDING);
        model.close();
        writeEndIfDue();
    }

    private void acknowledged() {
        unacknowledged--;
        writeEndIfDue();
    }

    private void writeEndIfDue() {
        if (state != AttemptState.ENDING || end == null || unacknowledged > 0 || !owner.isIntroduced(placed)) {
            return;
        }
        state = state.to(AttemptState.END_WRITTEN);
        ChatEvent event = events.end(end, answer, clock.instant());
        writer.writeDecisive(event, events.endHead(event.type(), answer), this::endDecided, this::writeFailed);
    }

    private void endDecided(boolean counts) {
        if (state.isOver()) {
            return;
        }
        if (counts) {
            close(AttemptState.ENDED);
            owner.ended(text());
        } else {
            overruled();
        }
    }

    private void writeFailed() {
        if (!state.isOver()) {
            overruled();
        }
    }

    private void overruled() {
        close(AttemptState.ABANDONED);
        owner.overruled();
    }

    /** What the turn's readers were shown. */
    private String text() {
        PartialAnswer earlier = end instanceof AttemptEnd.Cancelled cancelled ? cancelled.partialAnswer() : null;
        return earlier == null ? answer.text() : earlier.text();
    }

    private void scheduleTick() {
        timer.schedule(limits.heartbeat(), () -> owner.post(this::tick));
    }

    /** Gives up a model that takes too long for an answer, and shows a sign of life when the log has been silent. */
    private void tick() {
        if (state.isOver() || state == AttemptState.END_WRITTEN) {
            return;
        }
        if (state.takesText() && pulse.isOverdue()) {
            long seconds = limits.answer().timeout().toSeconds();
            end(AttemptEnd.failed(
                    FailureCode.PROVIDER_STALLED, "The model did not end its answer within " + seconds + " s."));
        } else if (state.isConfirmed() && pulse.needsHeartbeat()) {
            write(events.heartbeat(clock.instant()), events.heartbeatHead(false));
        }
        scheduleTick();
    }
}
