package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session on this worker: takes its turns in log order and runs one at a time. Everything happens in the mailbox, one
 * task after the other; the public calls may come from any thread.
 *
 * <p>A turn is placed in the session's tree as soon as it arrives, so that everybody sees the message while an earlier
 * answer still runs; it starts when the one before it has been read back as ended. What the log says is asked again
 * before each step, because another worker may have taken it.
 */
final class Lane {

    private final String sessionId;
    private final OwnedPartition partition;
    private final LaneServices services;
    private final TurnEvents events;
    private final LaneWriter writer;
    private final Mailbox mailbox;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile long lastUsed;

    // Confined to the mailbox.
    private final Queue<Turn> arrivals = new ArrayDeque<>();
    private final NavigableMap<Long, PlacedTurn> waiting = new TreeMap<>();
    private final SessionView session;
    private final SessionMemory memory;
    private final Introductions introductions;
    private final EarlyEnds earlyEnds;
    private final Alarm backOff;
    private final Alarm leaseOver;
    private @Nullable Attempt running;
    private boolean awaitingReady;
    private boolean awaitingPlace;
    private boolean abandoned;
    private boolean cautious;
    private @Nullable Runnable drained;
    private @Nullable String overtakenBy;

    Lane(String sessionId, OwnedPartition partition, LaneServices services) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.services = services;
        this.events = new TurnEvents(services.self(), services.clock());
        this.mailbox = new Mailbox(services.executor());
        this.writer = new LaneWriter(services.writer(), partition.partition(), mailbox::post);
        this.backOff = new Alarm(services, mailbox, this::advance);
        this.leaseOver = new Alarm(services, mailbox, this::advance);
        this.memory = new SessionMemory(sessionId, partition, services, mailbox::post, this::remembered);
        this.session = new SessionView(sessionId, partition, services, memory);
        this.introductions = new Introductions(session, events, writer, this::shown, this::later);
        this.earlyEnds =
                new EarlyEnds(session, introductions, events, writer, waiting, this::endedEarly, this::putBack);
    }

    String sessionId() {
        return sessionId;
    }

    /** Takes one more turn. Poll thread only, in log order. */
    void accept(Turn turn) {
        unfinished.incrementAndGet();
        lastUsed = System.nanoTime();
        services.backlog().accepted();
        post(() -> {
            arrivals.add(turn);
            advance();
        });
    }

    /** Whether no accepted turn is left to do. */
    boolean isIdle() {
        return unfinished.get() == 0;
    }

    /** When the last turn came, by {@link System#nanoTime}. */
    long lastUsed() {
        return lastUsed;
    }

    /** The tail read a decisive record of this worker. */
    void readBack(long offset, boolean counts) {
        post(() -> writer.readBack(offset, counts));
    }

    /** This attempt counts from now on, whoever's it is. */
    void overtaken(long turn, int attempt, String by) {
        post(() -> {
            if (running != null && running.placed().offset() == turn && running.number() < attempt) {
                overtakenBy = by;
                overruled(running);
            }
        });
    }

    /** A turn of the session has ended in the log. */
    void moved() {
        post(this::advance);
    }

    /** There are new stops in the partition. */
    void cancelled() {
        post(this::applyCancels);
    }

    /** The partition is lost: stop and write nothing more. */
    void abandon() {
        post(() -> {
            dropWaiting();
            if (running != null) {
                stop(running);
            }
        });
    }

    /**
     * The partition goes to another worker: finish what runs and begin nothing.
     *
     * @param finished called when nothing runs any more
     * @return done when the log says that the running answer goes on
     */
    CompletableFuture<Void> release(Runnable finished) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        post(() -> {
            dropWaiting();
            if (running == null) {
                told.complete(null);
                finished.run();
            } else {
                drained = finished;
                running.keep(() -> told.complete(null));
            }
        });
        return told;
    }

    private void dropWaiting() {
        abandoned = true;
        for (int left = unfinished.getAndSet(0); left > 0; left--) {
            services.backlog().done();
        }
        arrivals.clear();
        waiting.clear();
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    /** Reads what an earlier attempt showed. */
    void readKept(OpenTurn cut, Consumer<Kept> read) {
        session.readKept(cut, kept -> post(() -> read.accept(kept)));
    }

    LaneWriter writer() {
        return writer;
    }

    /** The attempt's end counts. */
    void ended(Attempt attempt) {
        stop(attempt);
        cautious = false;
        if (abandoned) {
            return;
        }
        memory.answered(attempt.placed().turn().answerId(), attempt.text());
        done(attempt.placed().offset());
        advance();
    }

    /** The attempt counts no more, or cannot be written: do what the log says, after a moment. */
    void overruled(Attempt attempt) {
        stop(attempt);
        cautious = true;
        putBack(attempt.placed());
    }

    private void advance() {
        placeArrivals();
        startNext();
    }

    private void placeArrivals() {
        while (!arrivals.isEmpty() && !introductions.isUnderWay() && isReady()) {
            Turn turn = arrivals.element();
            if (session.state().hasEnded(turn.offset())) {
                arrivals.remove();
                // Had it been sent again, all that it could stop would have ended, too.
                decideInterrupt(turn, true);
                memory.forget(turn);
                done(turn.offset());
                continue;
            }
            Conversation known = memory.asOf(turn);
            if (known == null) {
                return;
            }
            arrivals.remove();
            Placement where = TurnRules.place(turn.command(), known);
            decideInterrupt(turn, !(where instanceof Placement.Resend));
            switch (where) {
                case Placement.Resend r -> done(turn.offset());
                case Placement.Unknown u -> {
                    PlacedTurn refused = new PlacedTurn(turn, null, FailureCode.UNKNOWN_PARENT);
                    waiting.put(turn.offset(), refused);
                    earlyEnds.endIfDue(refused);
                }
                case Placement.Turn placement -> place(turn, placement);
            }
        }
    }

    private void decideInterrupt(Turn turn, boolean first) {
        if (turn.command().onBusy() == OnBusy.INTERRUPT) {
            partition.cancels().decide(turn.offset(), first);
        }
    }

    private void place(Turn turn, Placement.Turn placement) {
        memory.placed(turn, placement);
        int ahead = waiting.size() + earlyEnds.underWay() + (running == null ? 0 : 1);
        boolean busy = ahead > 0 && turn.command().onBusy() == OnBusy.REJECT;
        PlacedTurn placed = new PlacedTurn(turn, placement, busy ? FailureCode.SESSION_BUSY : null);
        waiting.put(turn.offset(), placed);
        introductions.introduce(placed);
        if (ahead > 0 && !busy && session.state().turn() < turn.offset()) {
            // Nothing depends on it: when it is lost, the client just is not told that it waits.
            writer.write(events.queued(turn, ahead), events.head(EventType.CHAT_QUEUED, placed), () -> {}, () -> {});
        }
        earlyEnds.endIfDue(placed);
    }

    /** Whether the turn's message is in the log, where it has one; its end must not come before it. */
    boolean isShown(PlacedTurn placed) {
        return introductions.isShown(placed);
    }

    private void shown() {
        applyCancels();
        advance();
        if (running != null) {
            running.shown();
        }
    }

    private void remembered() {
        applyCancels();
        advance();
    }

    private void startNext() {
        while (canStart() && isReady()) {
            PlacedTurn next = waiting.firstEntry().getValue();
            if (session.hasEnded(next)) {
                waiting.remove(next.offset());
                memory.forget(next.turn());
                done(next.offset());
                continue;
            }
            if (isElsewhere(next)) {
                return;
            }
            if (session.endsEarly(next)) {
                earlyEnds.endIfDue(next);
                return;
            }
            Conversation known = memory.asOf(next.turn());
            if (known == null) {
                return;
            }
            awaitingPlace = true;
            boolean alone = session.diedTwice(next);
            services.acquire(alone, () -> post(() -> placeGranted(alone)));
        }
    }

    /** Whether another worker goes on with this turn; then it is looked at again when that one's lease is over. */
    private boolean isElsewhere(PlacedTurn next) {
        Duration left = session.isElsewhereFor(next, overtakenBy);
        if (left.isZero()) {
            return false;
        }
        leaseOver.set(left);
        return true;
    }

    private boolean canStart() {
        return !abandoned
                && running == null
                && !waiting.isEmpty()
                && earlyEnds.underWay() == 0
                && !awaitingPlace
                && !backOff.isSet();
    }

    private void placeGranted(boolean alone) {
        awaitingPlace = false;
        PlacedTurn next = canStart() ? waiting.firstEntry().getValue() : null;
        Conversation known = next == null ? null : memory.asOf(next.turn());
        if (next == null || known == null || hasChanged(next, alone)) {
            services.release(alone);
            startNext();
        } else {
            begin(next, known, alone);
        }
    }

    /** Whether a turn that waited for its place is not to be started like this after all. */
    private boolean hasChanged(PlacedTurn next, boolean alone) {
        return session.hasEnded(next)
                || isElsewhere(next)
                || session.endsEarly(next)
                || alone != session.diedTwice(next);
    }

    private void begin(PlacedTurn next, Conversation known, boolean alone) {
        waiting.remove(next.offset());
        OpenTurn open = session.openTurn(next);
        Cancels.Cancel cancel = session.cancelOf(next);
        Attempt attempt = new Attempt(this, services, next, open == null ? 1 : open.attempt() + 1, alone, cautious);
        running = attempt;
        if (cancel != null && open != null) {
            attempt.startCancelled(cancel.userId(), open);
        } else if (open != null && open.aloneTries() >= services.properties().poisonTries()) {
            attempt.startPoisoned();
        } else {
            attempt.start(() ->
                    services.models().prompt(next.turn().command().workspaceId(), known.pathTo(next.questionId())));
        }
    }

    private void stop(Attempt attempt) {
        attempt.abandon();
        if (running == attempt) {
            running = null;
            services.release(attempt.alone());
        }
        if (drained != null) {
            drained.run();
            drained = null;
        }
    }

    private void applyCancels() {
        if (running != null) {
            Cancels.Cancel cancel = session.cancelOf(running.placed());
            if (cancel != null) {
                running.cancel(cancel.userId());
            }
        }
        if (!waiting.isEmpty() && isReady()) {
            earlyEnds.endDue();
        }
    }

    private void endedEarly(PlacedTurn placed) {
        if (!abandoned) {
            done(placed.offset());
            advance();
        }
    }

    private void putBack(PlacedTurn placed) {
        if (!abandoned) {
            waiting.put(placed.offset(), placed);
            backOff.set(services.properties().retryBackoff());
        }
    }

    private boolean isReady() {
        if (!abandoned && !awaitingReady && !partition.isReady()) {
            awaitingReady = true;
            partition.whenReady(() -> post(() -> {
                awaitingReady = false;
                remembered();
            }));
        }
        return !abandoned && partition.isReady();
    }

    private void done(long turn) {
        partition.complete(turn);
        services.backlog().done();
        unfinished.decrementAndGet();
    }

    /** What runs on in a partition that was given away still needs its message in the log. */
    private void later(Runnable task) {
        services.later(
                services.properties().retryBackoff(),
                () -> post(() -> {
                    if (!abandoned || running != null) {
                        task.run();
                    }
                }));
    }
}
