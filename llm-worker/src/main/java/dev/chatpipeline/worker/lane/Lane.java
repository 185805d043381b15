package dev.chatpipeline.worker.lane;

import dev.chatpipeline.concurrent.SerialExecutor;
import dev.chatpipeline.worker.lane.SessionView.NextStep;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A session on this worker: takes its turns in log order and runs one at a time.
 *
 * <pre>
 * accept ─▶ Intake ─▶ WaitingTurns ─▶ Attempt ─▶ done
 *                          └────▶ EarlyEnds ─────▲
 * </pre>
 *
 * <p>The public calls may come from any thread; everything else happens in the mailbox, one task after the other. A turn
 * starts once the one before it has been read back as ended, and what the log says is asked again before each step,
 * because another worker may have taken the session.
 */
public final class Lane {

    private final Partition partition;
    private final LaneContext context;
    private final SerialExecutor mailbox;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile long lastUsed;

    // Confined to the mailbox.
    private final LaneWriter writer;
    private final SessionMemory memory;
    private final SessionView session;
    private final Introductions introductions;
    private final WaitingTurns waiting = new WaitingTurns();
    private final EarlyEnds earlyEnds;
    private final Intake intake;
    private final Alarm backOff;
    private final Alarm leaseOver;
    private final AnswerRunner runner;
    private boolean awaitingReady;
    private boolean abandoned;
    private @Nullable String overtakenBy;

    public Lane(String sessionId, Partition partition, LaneContext context) {
        this.partition = partition;
        this.context = context;
        this.mailbox = new SerialExecutor(context.run().executor());
        Timer timer = context.run().timer();
        this.backOff = new Alarm(timer, mailbox, this::advance);
        this.leaseOver = new Alarm(timer, mailbox, this::advance);
        TurnEvents events = new TurnEvents(context.log().self(), context.run().clock());
        this.writer = new LaneWriter(context.log().writer(), partition.number(), mailbox);
        this.memory = new SessionMemory(sessionId, partition, context, mailbox, this::lookAgain);
        this.session = new SessionView(sessionId, partition, memory, context);
        this.introductions = new Introductions(session, events, writer, this::introduced, this::retryLater);
        this.earlyEnds = new EarlyEnds(session, introductions, events, writer, waiting, new OfEarlyEnds());
        this.intake = new Intake(session, memory, introductions, partition.cancels(), new OfIntake());
        this.runner = new AnswerRunner(
                context,
                mailbox,
                writer,
                session,
                new PartialAnswerRead(sessionId, partition, context, mailbox),
                new OfRunner());
    }

    /** Takes one more turn. Called in log order. */
    public void accept(Turn turn) {
        unfinished.incrementAndGet();
        lastUsed = System.nanoTime();
        mailbox.execute(() -> {
            intake.add(turn);
            advance();
        });
    }

    /** Whether every accepted turn is done. */
    public boolean isIdle() {
        return unfinished.get() == 0;
    }

    /** When the last turn came, by {@link System#nanoTime}. */
    public long lastUsed() {
        return lastUsed;
    }

    /** The tail has read a decisive record of this worker. */
    public void readBack(long offset, boolean counts) {
        mailbox.execute(() -> writer.readBack(offset, counts));
    }

    /** The tail has read a start that counts; a running attempt of a lower number is overtaken. */
    public void attemptStarted(long turn, int attempt, String by) {
        mailbox.execute(() -> {
            if (runner.yieldTo(turn, attempt)) {
                overtakenBy = by;
            }
        });
    }

    /** The tail has read the end of a turn. */
    public void turnEnded() {
        mailbox.execute(this::advance);
    }

    /** There are new cancels in the partition. */
    public void cancelled() {
        mailbox.execute(this::applyCancels);
    }

    /** The partition is lost: write nothing more. */
    public void abandon() {
        mailbox.execute(() -> {
            dropWaiting();
            runner.abandon();
        });
    }

    /**
     * The partition is handed over: finish what runs and begin nothing.
     *
     * @param finished called when nothing runs any more
     * @return done when the log says that the running answer is kept
     */
    public CompletableFuture<Void> handOver(Runnable finished) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        mailbox.execute(() -> {
            dropWaiting();
            runner.keep(() -> told.complete(null), finished);
        });
        return told;
    }

    private void dropWaiting() {
        abandoned = true;
        partition.drop(unfinished.getAndSet(0));
        intake.clear();
        waiting.clear();
    }

    private void advance() {
        if (abandoned) {
            return;
        }
        if (!partition.isReady()) {
            comeBackWhenReady();
            return;
        }
        intake.placeAll();
        startNext();
    }

    private void comeBackWhenReady() {
        if (!awaitingReady) {
            awaitingReady = true;
            partition.whenReady(() -> mailbox.execute(this::lookAgain));
        }
    }

    /** More is known of the session than before. */
    private void lookAgain() {
        applyCancels();
        advance();
    }

    /** A turn's message is in the log. */
    private void introduced() {
        lookAgain();
        runner.introduced();
    }

    private void applyCancels() {
        runner.applyCancel();
        if (partition.isReady()) {
            earlyEnds.endAllDue();
        }
    }

    private boolean canStart() {
        return !abandoned && runner.isFree() && !waiting.isEmpty() && earlyEnds.underWay() == 0 && !backOff.isSet();
    }

    private void startNext() {
        PlacedTurn next = waiting.first();
        while (next != null && canStart()) {
            switch (session.nextStep(next, overtakenBy)) {
                case NextStep.Skip skip -> {
                    waiting.remove(next);
                    memory.forget(next.turn());
                    done(next.turn());
                }
                case NextStep.Wait wait -> {
                    leaseOver.set(wait.lease());
                    return;
                }
                case NextStep.EndEarly end -> {
                    earlyEnds.endIfDue(next);
                    return;
                }
                case NextStep.Read read -> {
                    memory.read(next.turn());
                    return;
                }
                case NextStep.Start start -> runner.acquirePermit(start.alone(), () -> permitGranted(start.alone()));
            }
            next = waiting.first();
        }
    }

    /** Much may have changed while the turn waited for its permit. */
    private void permitGranted(boolean alone) {
        PlacedTurn next = canStart() ? waiting.first() : null;
        if (next != null
                && session.nextStep(next, overtakenBy) instanceof NextStep.Start start
                && start.alone() == alone) {
            waiting.remove(next);
            runner.begin(next, start.known(), start.alone());
        } else {
            runner.releasePermit(alone);
            startNext();
        }
    }

    private void putBack(PlacedTurn placed) {
        if (!abandoned) {
            waiting.add(placed);
            backOff.set(context.limits().retry());
        }
    }

    private void done(Turn turn) {
        partition.complete(turn.offset());
        unfinished.decrementAndGet();
    }

    /** A kept answer, too, still needs its turn introduced before it can end. */
    private void retryLater(Runnable task) {
        context.run()
                .timer()
                .schedule(
                        context.limits().retry(),
                        () -> mailbox.execute(() -> {
                            if (!abandoned || !runner.isIdle()) {
                                task.run();
                            }
                        }));
    }

    private final class OfIntake implements Intake.Outcome {

        @Override
        public int turnsAhead() {
            return waiting.count() + earlyEnds.underWay() + (runner.isIdle() ? 0 : 1);
        }

        @Override
        public void nothingToDo(Turn turn) {
            done(turn);
        }

        @Override
        public void placed(PlacedTurn placed) {
            waiting.add(placed);
            earlyEnds.endIfDue(placed);
        }
    }

    private final class OfEarlyEnds implements EarlyEnds.Outcome {

        @Override
        public void endedEarly(PlacedTurn placed) {
            if (!abandoned) {
                done(placed.turn());
                advance();
            }
        }

        @Override
        public void notEnded(PlacedTurn placed) {
            putBack(placed);
        }
    }

    private final class OfRunner implements AnswerRunner.Outcome {

        @Override
        public boolean isIntroduced(PlacedTurn placed) {
            return introductions.isIntroduced(placed);
        }

        @Override
        public void answered(PlacedTurn placed, String text) {
            if (!abandoned) {
                memory.answered(placed.turn().answerId(), text);
                done(placed.turn());
                advance();
            }
        }

        /** Do what the log says, after a pause. */
        @Override
        public void overruled(PlacedTurn placed) {
            putBack(placed);
        }
    }
}
