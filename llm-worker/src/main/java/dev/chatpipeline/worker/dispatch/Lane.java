package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
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
    private final SessionMemory memory;
    private @Nullable Attempt running;
    private int endingEarly;
    private boolean awaitingReady;
    private boolean awaitingPlace;
    private boolean introducing;
    private boolean backingOff;
    private boolean awaitingKept;
    private boolean abandoned;
    private boolean cautious;
    private @Nullable Runnable drained;
    private @Nullable String overtakenBy;
    private long shown = -1;

    Lane(String sessionId, OwnedPartition partition, LaneServices services) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.services = services;
        this.events = new TurnEvents(services.self(), services.clock());
        this.mailbox = new Mailbox(services.executor());
        this.writer = new LaneWriter(services.writer(), partition.partition(), mailbox::post);
        this.memory = new SessionMemory(sessionId, partition, services, mailbox::post, this::advance);
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

    // ---- for the attempt, in the mailbox

    /** Reads what an earlier attempt showed, up to the start of the one that counts now. */
    void readKept(OpenTurn cut, Consumer<Kept> read) {
        OpenTurn counting = partition.openTurn(sessionId);
        long end = counting == null ? cut.startedAt() : counting.startedAt();
        services.executor().execute(() -> {
            Kept kept = services.keptText().of(partition, sessionId, cut, end);
            if (kept != null) {
                post(() -> read.accept(kept));
            }
        });
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
        if (!abandoned) {
            putBack(attempt.placed());
        }
    }

    // ---- arriving

    private void advance() {
        placeArrivals();
        startNext();
    }

    private void placeArrivals() {
        while (!arrivals.isEmpty() && !introducing && isReady()) {
            Turn turn = arrivals.element();
            if (state().hasEnded(turn.offset())) {
                arrivals.remove();
                memory.forget();
                done(turn.offset());
                continue;
            }
            Conversation known = memory.asOf(turn);
            if (known == null) {
                return;
            }
            arrivals.remove();
            switch (TurnRules.place(turn.command(), known)) {
                case Placement.Resend r -> done(turn.offset());
                case Placement.Unknown u -> {
                    PlacedTurn refused = new PlacedTurn(turn, null, FailureCode.UNKNOWN_PARENT);
                    waiting.put(turn.offset(), refused);
                    endEarlyIfDue(refused);
                }
                case Placement.Turn placement -> place(turn, placement);
            }
        }
    }

    private void place(Turn turn, Placement.Turn placement) {
        memory.placed(turn, placement);
        int ahead = waiting.size() + endingEarly + (running == null ? 0 : 1);
        boolean busy = ahead > 0 && turn.command().onBusy() == OnBusy.REJECT;
        PlacedTurn placed = new PlacedTurn(turn, placement, busy ? FailureCode.SESSION_BUSY : null);
        waiting.put(turn.offset(), placed);
        introduce(placed);
        if (ahead > 0 && !busy && state().turn() < turn.offset()) {
            // Nothing depends on it: when it is lost, the client just is not told that it waits.
            writer.write(events.queued(turn, ahead), events.head(EventType.CHAT_QUEUED, placed), () -> {}, () -> {});
        }
        endEarlyIfDue(placed);
    }

    /** Whether the turn's message is in the log, where it has one; its end must not come before it. */
    boolean isShown(PlacedTurn placed) {
        return !introducing || placed.offset() <= shown;
    }

    /** Shows the message to the session; the next one is shown only after this is in the log. */
    private void introduce(PlacedTurn placed) {
        if (!(placed.turn().command() instanceof ChatCommand.SendMessage send)
                || placed.placement() == null
                || state().introduced() >= placed.offset()) {
            introducing = false;
            return;
        }
        introducing = true;
        writer.write(
                events.userMessage(send, placed.placement().parentId()),
                events.userMessageHead(placed.turn(), send),
                () -> {
                    introducing = false;
                    shown = placed.offset();
                    applyCancels();
                    advance();
                    if (running != null) {
                        running.shown();
                    }
                },
                () -> later(() -> {
                    introduce(placed);
                    advance();
                }));
    }

    // ---- running

    private void startNext() {
        while (canStart() && isReady()) {
            PlacedTurn next = waiting.firstEntry().getValue();
            SessionState state = state();
            if (state.hasEnded(next.offset())) {
                waiting.remove(next.offset());
                memory.forget();
                done(next.offset());
                continue;
            }
            if (isElsewhere(next)) {
                return;
            }
            if (endsEarly(next)) {
                endEarlyIfDue(next);
                return;
            }
            Conversation known = memory.asOf(next.turn());
            if (known == null) {
                return;
            }
            awaitingPlace = true;
            boolean alone = diedTwice(next);
            if (alone) {
                services.alone().acquire(() -> services.inFlight().acquire(() -> post(() -> placeGranted(true))));
            } else {
                services.inFlight().acquire(() -> post(() -> placeGranted(false)));
            }
        }
    }

    /**
     * Whether another worker goes on with this turn, as far as its records show: one that gave the partition away, or one
     * that overtook this one, which then may have lost the partition and not know it.
     */
    private boolean isElsewhere(PlacedTurn next) {
        OpenTurn open = openTurn(next);
        if (open == null || !(open.kept() || open.by().equals(overtakenBy))) {
            return false;
        }
        Duration left = Duration.between(
                services.clock().instant(),
                open.lastLife().plus(services.properties().lease()));
        if (left.isNegative() || left.isZero()) {
            return false;
        }
        if (!awaitingKept) {
            awaitingKept = true;
            services.later(
                    left,
                    () -> post(() -> {
                        awaitingKept = false;
                        advance();
                    }));
        }
        return true;
    }

    /**
     * Whether workers died on two attempts at this turn. After the first it is taken over beside all the others that
     * were cut; the second makes it suspect.
     */
    private boolean diedTwice(PlacedTurn next) {
        OpenTurn open = openTurn(next);
        return open != null && open.attempt() > 1 && !open.by().equals(services.self());
    }

    private @Nullable OpenTurn openTurn(PlacedTurn placed) {
        OpenTurn open = partition.openTurn(sessionId);
        return open == null || open.turn() != placed.offset() ? null : open;
    }

    private boolean canStart() {
        return !abandoned && running == null && !waiting.isEmpty() && endingEarly == 0 && !awaitingPlace && !backingOff;
    }

    private void placeGranted(boolean alone) {
        awaitingPlace = false;
        PlacedTurn next = canStart() ? waiting.firstEntry().getValue() : null;
        Conversation known = next == null ? null : memory.asOf(next.turn());
        if (next == null || known == null || hasChanged(next, alone)) {
            releasePlace(alone);
            startNext();
        } else {
            begin(next, known, alone);
        }
    }

    /** Whether a turn that waited for its place is not to be started like this after all. */
    private boolean hasChanged(PlacedTurn next, boolean alone) {
        return state().hasEnded(next.offset()) || isElsewhere(next) || endsEarly(next) || alone != diedTwice(next);
    }

    private void begin(PlacedTurn next, Conversation known, boolean alone) {
        waiting.remove(next.offset());
        OpenTurn open = openTurn(next);
        Cancels.Cancel cancel = cancelOf(next);
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
            releasePlace(attempt.alone());
        }
        if (drained != null) {
            drained.run();
            drained = null;
        }
    }

    private void releasePlace(boolean alone) {
        services.inFlight().release();
        if (alone) {
            services.alone().release();
        }
    }

    private void applyCancels() {
        if (running != null) {
            Cancels.Cancel cancel = cancelOf(running.placed());
            if (cancel != null) {
                running.cancel(cancel.userId());
            }
        }
        endEarlyWhereDue();
    }

    // ---- ending without a start

    private void endEarlyWhereDue() {
        if (!waiting.isEmpty() && isReady()) {
            List.copyOf(waiting.values()).forEach(this::endEarlyIfDue);
        }
    }

    /** A turn that is refused or stopped ends at once, whatever runs before it; but not before its message is shown. */
    private boolean endEarlyIfDue(PlacedTurn placed) {
        if (!isShown(placed) || !endsEarly(placed)) {
            return false;
        }
        Cancels.Cancel cancel = cancelOf(placed);
        if (placed.refusal() != null) {
            endEarly(placed, events.refused(placed.turn(), placed.refusal()));
        } else if (cancel != null) {
            endEarly(placed, events.cancelled(placed.turn(), cancel.userId()));
        }
        return true;
    }

    /** Only a turn that no attempt left open can end without a start. */
    private boolean endsEarly(PlacedTurn placed) {
        SessionState state = state();
        boolean canEnd = placed.offset() > state.turn() && !state.hasEnded(placed.offset());
        return canEnd && (placed.refusal() != null || cancelOf(placed) != null);
    }

    private void endEarly(PlacedTurn placed, ChatEvent event) {
        waiting.remove(placed.offset());
        endingEarly++;
        writer.writeDecisive(
                event,
                events.head(event.type(), placed),
                counts -> {
                    if (abandoned) {
                        return;
                    }
                    endingEarly--;
                    if (counts) {
                        done(placed.offset());
                        advance();
                    } else {
                        putBack(placed);
                    }
                },
                () -> {
                    endingEarly--;
                    putBack(placed);
                });
    }

    private void putBack(PlacedTurn placed) {
        waiting.put(placed.offset(), placed);
        backOff();
    }

    // ---- what is known

    private SessionState state() {
        return partition.state(sessionId);
    }

    private Cancels.@Nullable Cancel cancelOf(PlacedTurn placed) {
        return partition
                .cancels()
                .touching(sessionId, placed.offset(), placed.turn().answerId());
    }

    private boolean isReady() {
        if (!abandoned && !awaitingReady && !partition.isReady()) {
            awaitingReady = true;
            partition.whenReady(() -> post(() -> {
                awaitingReady = false;
                applyCancels();
                advance();
            }));
        }
        return !abandoned && partition.isReady();
    }

    private void done(long turn) {
        partition.complete(turn);
        services.backlog().done();
        unfinished.decrementAndGet();
    }

    private void backOff() {
        if (!backingOff) {
            backingOff = true;
            later(() -> {
                backingOff = false;
                advance();
            });
        }
    }

    private void later(Runnable task) {
        services.later(
                services.properties().retryBackoff(),
                () -> post(() -> {
                    if (!abandoned) {
                        task.run();
                    }
                }));
    }
}
