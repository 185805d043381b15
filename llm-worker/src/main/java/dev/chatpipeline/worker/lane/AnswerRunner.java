package dev.chatpipeline.worker.lane;

import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.log.Cancels;
import dev.chatpipeline.worker.log.OpenAttempt;
import dev.chatpipeline.worker.log.PartialAnswer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The answer that a lane runs, if any: one attempt, with a permit that is released when the attempt is over. Confined to
 * the mailbox.
 */
final class AnswerRunner implements AttemptOwner {

    /** What the runner asks of its lane, and tells it. */
    interface Outcome {

        /** Whether the turn's message is in the log; its end must not come before it. */
        boolean isIntroduced(PlacedTurn placed);

        /** The turn has ended with this text. */
        void answered(PlacedTurn placed, String text);

        /** The attempt at the turn is over and the turn may not be. */
        void overruled(PlacedTurn placed);
    }

    private final LaneContext context;
    private final Executor mailbox;
    private final LaneWriter writer;
    private final SessionView session;
    private final PartialAnswerRead partialAnswers;
    private final Outcome outcome;

    private @Nullable Attempt running;
    private boolean awaitingPermit;
    private boolean cautious;
    private @Nullable Runnable onceIdle;

    AnswerRunner(
            LaneContext context,
            Executor mailbox,
            LaneWriter writer,
            SessionView session,
            PartialAnswerRead partialAnswers,
            Outcome outcome) {
        this.context = context;
        this.mailbox = mailbox;
        this.writer = writer;
        this.session = session;
        this.partialAnswers = partialAnswers;
        this.outcome = outcome;
    }

    boolean isIdle() {
        return running == null;
    }

    /** Whether it neither runs an answer nor waits for a permit to run one. */
    boolean isFree() {
        return running == null && !awaitingPermit;
    }

    /** @param granted called in the mailbox; it begins an attempt or releases the permit */
    void acquirePermit(boolean alone, Runnable granted) {
        awaitingPermit = true;
        context.permits()
                .acquire(
                        alone,
                        () -> mailbox.execute(() -> {
                            awaitingPermit = false;
                            granted.run();
                        }));
    }

    void releasePermit(boolean alone) {
        context.permits().release(alone);
    }

    /** Begins an attempt at the turn; its permit has been acquired. */
    void begin(PlacedTurn next, Conversation known, boolean alone) {
        OpenAttempt open = session.openAttempt(next);
        Cancels.Cancel cancel = session.cancelOf(next);
        int number = open == null ? 1 : open.number() + 1;
        Attempt attempt = new Attempt(this, context, writer, next, new Attempt.Plan(number, alone, cautious));
        running = attempt;
        if (cancel != null && open != null) {
            attempt.startCancelled(cancel.userId(), open);
        } else if (session.isPoison(next)) {
            attempt.startPoisoned();
        } else {
            attempt.start(() ->
                    context.sources().models().prompt(next.turn().workspaceId(), known.pathTo(next.questionId())));
        }
    }

    /** Cancels the running answer if a cancel concerns it. */
    void applyCancel() {
        if (running != null) {
            Cancels.Cancel cancel = session.cancelOf(running.placed());
            if (cancel != null) {
                running.cancel(cancel.userId());
            }
        }
    }

    /** A turn's message is in the log. */
    void introduced() {
        if (running != null) {
            running.introduced();
        }
    }

    /** Gives up the running attempt if this one at the same turn is higher; says whether it was. */
    boolean yieldTo(long turn, int attempt) {
        boolean higher = running != null
                && running.placed().offset() == turn
                && running.plan().number() < attempt;
        if (higher) {
            overruled();
        }
        return higher;
    }

    /**
     * The partition was handed over; the running answer goes on.
     *
     * @param told called when the log says so
     * @param idle called when nothing runs any more; maybe at once
     */
    void keep(Runnable told, Runnable idle) {
        if (running == null) {
            told.run();
            idle.run();
        } else {
            onceIdle = idle;
            running.keep(told);
        }
    }

    /** Writes nothing more. */
    void abandon() {
        if (running != null) {
            finish(running);
        }
    }

    private void finish(Attempt attempt) {
        attempt.abandon();
        running = null;
        releasePermit(attempt.plan().alone());
        if (onceIdle != null) {
            onceIdle.run();
            onceIdle = null;
        }
    }

    @Override
    public void post(Runnable task) {
        mailbox.execute(task);
    }

    @Override
    public boolean isIntroduced(PlacedTurn placed) {
        return outcome.isIntroduced(placed);
    }

    @Override
    public void readPartialAnswer(OpenAttempt cut, Consumer<PartialAnswer> read) {
        partialAnswers.begin(cut, read);
    }

    @Override
    public void ended(String text) {
        Attempt attempt = required();
        finish(attempt);
        cautious = false;
        outcome.answered(attempt.placed(), text);
    }

    @Override
    public void overruled() {
        Attempt attempt = required();
        finish(attempt);
        cautious = true;
        outcome.overruled(attempt.placed());
    }

    private Attempt required() {
        if (running == null) {
            throw new IllegalStateException("attempt: none (expected: the one that reports)");
        }
        return running;
    }
}
