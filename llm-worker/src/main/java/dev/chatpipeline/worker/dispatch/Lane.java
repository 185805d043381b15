package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import java.util.ArrayDeque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Queue;
import java.util.TreeMap;
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
    private final Mailbox mailbox;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile long lastUsed;

    // Confined to the mailbox.
    private final Queue<Turn> arrivals = new ArrayDeque<>();
    private final NavigableMap<Long, PlacedTurn> waiting = new TreeMap<>();
    private final ReadBacks readBacks = new ReadBacks();
    private @Nullable Conversation conversation;
    private @Nullable Attempt running;
    private long lastPlaced = -1;
    private int endingEarly;
    private boolean awaitingReady;
    private boolean awaitingHistory;
    private boolean historyStale;
    private boolean awaitingPlace;
    private boolean introducing;
    private boolean backingOff;
    private boolean abandoned;

    Lane(String sessionId, OwnedPartition partition, LaneServices services) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.services = services;
        this.mailbox = new Mailbox(services.executor());
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
        post(() -> readBacks.read(offset, counts));
    }

    /** Another worker's attempt counts from now on. */
    void overtaken(long turn, int attempt) {
        post(() -> {
            if (running != null && running.placed().offset() == turn && running.number() < attempt) {
                overruled(running);
            }
        });
    }

    /** There are new stops in the partition. */
    void cancelled() {
        post(this::applyCancels);
    }

    /** The partition is lost: stop and write nothing more. */
    void abandon() {
        post(() -> {
            abandoned = true;
            if (running != null) {
                stop(running);
            }
            int left = unfinished.getAndSet(0);
            for (int i = 0; i < left; i++) {
                services.backlog().done();
            }
            arrivals.clear();
            waiting.clear();
        });
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    // ---- for the attempt, in the mailbox

    void write(ChatEvent event, EventHead head, Runnable written, Runnable failed) {
        services.writer().write(partition.partition(), event, head, new EventWriter.Outcome() {
            @Override
            public void written(long offset) {
                post(written);
            }

            @Override
            public void failed(Exception cause) {
                LogTrouble.report(event.type(), cause);
                post(failed);
            }
        });
    }

    void writeDecisive(ChatEvent event, EventHead head, Consumer<Boolean> decided, Runnable failed) {
        readBacks.sent();
        services.writer().write(partition.partition(), event, head, new EventWriter.Outcome() {
            @Override
            public void written(long offset) {
                post(() -> readBacks.written(offset, decided));
            }

            @Override
            public void failed(Exception cause) {
                LogTrouble.report(event.type(), cause);
                post(() -> {
                    readBacks.failed();
                    failed.run();
                });
            }
        });
    }

    /** The attempt's end counts. */
    void ended(Attempt attempt) {
        stop(attempt);
        if (conversation == null) {
            historyStale = true;
        } else {
            conversation.answered(attempt.placed().turn().answerId(), attempt.text());
        }
        done(attempt.placed().offset());
        advance();
    }

    /** The attempt counts no more, or cannot be written: do what the log says, after a moment. */
    void overruled(Attempt attempt) {
        stop(attempt);
        waiting.put(attempt.placed().offset(), attempt.placed());
        backOff();
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
                conversation = null;
                done(turn.offset());
                continue;
            }
            Conversation known = conversation(turn);
            if (known == null) {
                return;
            }
            arrivals.remove();
            switch (TurnRules.place(turn.command(), known)) {
                case Placement.Resend r -> done(turn.offset());
                case Placement.Unknown u ->
                    waiting.put(turn.offset(), new PlacedTurn(turn, null, FailureCode.UNKNOWN_PARENT));
                case Placement.Turn placement -> place(turn, placement, known);
            }
        }
    }

    private void place(Turn turn, Placement.Turn placement, Conversation known) {
        known.add(turn.command(), placement);
        lastPlaced = turn.offset();
        int ahead = waiting.size() + endingEarly + (running == null ? 0 : 1);
        boolean busy = ahead > 0 && turn.command().onBusy() == OnBusy.REJECT;
        PlacedTurn placed = new PlacedTurn(turn, placement, busy ? FailureCode.SESSION_BUSY : null);
        waiting.put(turn.offset(), placed);
        introduce(placed);
        if (ahead > 0 && !busy && state().turn() < turn.offset()) {
            ChatEvent queued = new ChatEvent.ChatQueued(
                    sessionId, turn.answerId(), services.clock().instant(), ahead);
            // Nothing depends on it: when it is lost, the client just is not told that it waits.
            write(queued, head(EventType.CHAT_QUEUED, placed), () -> {}, () -> {});
        }
        if (!busy) {
            endEarlyIfCancelled(placed);
        }
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
        ChatEvent event = new ChatEvent.UserMessage(
                sessionId,
                send.messageId(),
                send.timestamp(),
                placed.placement().parentId(),
                send.userId(),
                send.workspaceId(),
                send.message(),
                send.answerId());
        EventHead head =
                new EventHead(EventType.USER_MESSAGE, placed.offset(), 0, 0, send.messageId(), services.self());
        write(
                event,
                head,
                () -> {
                    introducing = false;
                    advance();
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
                conversation = null;
                done(next.offset());
                continue;
            }
            if (next.refusal() != null) {
                endEarly(next, refused(next, next.refusal()));
                return;
            }
            Conversation known = conversation(next.turn());
            if (known == null) {
                return;
            }
            if (endEarlyIfCancelled(next)) {
                return;
            }
            awaitingPlace = true;
            services.inFlight().acquire(() -> post(this::placeGranted));
        }
    }

    private boolean canStart() {
        return !abandoned && running == null && !waiting.isEmpty() && endingEarly == 0 && !awaitingPlace && !backingOff;
    }

    private void placeGranted() {
        awaitingPlace = false;
        if (!canStart() || conversation == null || state().hasEnded(waiting.firstKey())) {
            services.inFlight().release();
            startNext();
            return;
        }
        PlacedTurn next = waiting.firstEntry().getValue();
        SessionState state = state();
        boolean leftOpen = state.turn() == next.offset();
        Cancels.Cancel cancel = cancelOf(next);
        if (next.refusal() != null || (cancel != null && !leftOpen)) {
            services.inFlight().release();
            startNext();
            return;
        }
        waiting.remove(next.offset());
        Attempt attempt = new Attempt(this, services, next, leftOpen ? state.attempt() + 1 : 1);
        running = attempt;
        if (cancel != null) {
            attempt.startCancelled(cancel.userId());
            return;
        }
        Conversation known = conversation;
        attempt.start(
                () -> services.models().prompt(next.turn().command().workspaceId(), known.pathTo(next.questionId())));
    }

    private void stop(Attempt attempt) {
        attempt.abandon();
        if (running == attempt) {
            running = null;
            services.inFlight().release();
        }
    }

    private void applyCancels() {
        if (abandoned) {
            return;
        }
        if (running != null) {
            Cancels.Cancel cancel = cancelOf(running.placed());
            if (cancel != null) {
                running.cancel(cancel.userId());
            }
        }
        if (isReady()) {
            List.copyOf(waiting.values()).forEach(this::endEarlyIfCancelled);
        }
    }

    // ---- ending without a start

    /** Only a turn that no attempt left open can end without a start. */
    private boolean endEarlyIfCancelled(PlacedTurn placed) {
        Cancels.Cancel cancel = cancelOf(placed);
        SessionState state = state();
        if (cancel == null || placed.offset() <= state.turn() || state.hasEnded(placed.offset())) {
            return false;
        }
        endEarly(
                placed,
                new ChatEvent.ChatCancelled(
                        sessionId,
                        placed.turn().answerId(),
                        services.clock().instant(),
                        0,
                        null,
                        0,
                        "",
                        cancel.userId()));
        return true;
    }

    private void endEarly(PlacedTurn placed, ChatEvent event) {
        waiting.remove(placed.offset());
        endingEarly++;
        writeDecisive(
                event,
                head(event.type(), placed),
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

    private ChatEvent refused(PlacedTurn placed, FailureCode code) {
        String why = code == FailureCode.SESSION_BUSY
                ? "The session has an answer that has not ended."
                : "The message to answer or to hang under does not exist in this session.";
        return new ChatEvent.ChatError(
                sessionId,
                placed.turn().answerId(),
                services.clock().instant(),
                why,
                code.kind().wire(),
                code.wire(),
                code.retryable(),
                null,
                null);
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

    /** The session as of this turn, null while it has to be read first. */
    private @Nullable Conversation conversation(Turn turn) {
        if (conversation == null && turn.opens() && state().equals(SessionState.EMPTY)) {
            conversation = new Conversation(sessionId);
        }
        if (conversation == null && !awaitingHistory) {
            awaitingHistory = true;
            historyStale = false;
            // Rows know every turn placed so far, waiting and running ones too.
            long before = Math.max(turn.offset(), lastPlaced + 1);
            new HistoryRead(services, partition, sessionId, before, this::historyRead).begin();
        }
        return awaitingHistory ? null : conversation;
    }

    private void historyRead(Conversation read) {
        post(() -> {
            awaitingHistory = false;
            if (!historyStale) {
                conversation = read;
            }
            advance();
        });
    }

    private void done(long turn) {
        partition.complete(turn);
        services.backlog().done();
        if (conversation != null
                && conversation.characters() > services.properties().warmCharacters()) {
            conversation = null;
        }
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

    private EventHead head(EventType type, PlacedTurn placed) {
        return new EventHead(type, placed.offset(), 0, 0, placed.turn().answerId(), services.self())
                .answering(placed.questionId(), placed.turn().command().workspaceId());
    }
}
