package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.CommandType;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One stretch of owning a partition, from its assignment to its loss: its lanes, what its log says of their sessions,
 * and which commands are done.
 *
 * <p>The poll thread brings commands, the tail thread events, the control thread stops; lanes ask and report. A lane
 * acts on the log only after {@link #whenReady}: then everything that was in it at the assignment is folded.
 */
final class OwnedPartition {

    private final int partition;
    private final long foldFrom;
    private final OffsetTracker offsets;
    private final Cancels cancels = new Cancels();
    private final Map<String, SessionState> states = new ConcurrentHashMap<>();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final Map<String, OpenTurn> openTurns = new ConcurrentHashMap<>();
    private final String self;
    private final Clock clock;
    private final LogFollower.Reader tail = new Tail();
    private final LogFollower.Reader control = new Control();

    private volatile long eventsPosition;
    private volatile boolean lost;
    private volatile boolean gone;

    private final Object readiness = new Object();
    private boolean tailReady;
    private boolean controlReady;
    private final List<Runnable> waitingForReady = new ArrayList<>();

    /**
     * @param committed the next command to be read
     * @param foldFrom  the offset of {@code chat.events} to fold from
     * @param self      this worker's identity in the {@code by} header
     */
    OwnedPartition(int partition, long committed, long foldFrom, String self, Clock clock) {
        this.partition = partition;
        this.foldFrom = foldFrom;
        this.eventsPosition = foldFrom;
        this.offsets = new OffsetTracker(committed);
        this.self = self;
        this.clock = clock;
    }

    int partition() {
        return partition;
    }

    long foldFrom() {
        return foldFrom;
    }

    /** What the log says of a session as far as it was read. */
    SessionState state(String sessionId) {
        return states.getOrDefault(sessionId, SessionState.EMPTY);
    }

    /** The session's turn that runs, null when none does. */
    @Nullable
    OpenTurn openTurn(String sessionId) {
        return openTurns.get(sessionId);
    }

    /** The next offset of {@code chat.events} to be folded. */
    long eventsPosition() {
        return eventsPosition;
    }

    Cancels cancels() {
        return cancels;
    }

    /** Whether somebody else owns the partition by now, or nobody. */
    boolean isLost() {
        return lost;
    }

    /** Whether not even what ran when the partition was given away goes on. */
    boolean isGone() {
        return gone;
    }

    /** Runs the task once the log is known up to its end at the assignment; at once if it is. */
    void whenReady(Runnable task) {
        synchronized (readiness) {
            if (!tailReady || !controlReady) {
                waitingForReady.add(task);
                return;
            }
        }
        task.run();
    }

    /** Whether the log is known up to its end at the assignment. */
    boolean isReady() {
        synchronized (readiness) {
            return tailReady && controlReady;
        }
    }

    /** The session's lane, made when there is none. Poll thread only. */
    Lane lane(String sessionId, Function<String, Lane> make) {
        return lanes.computeIfAbsent(sessionId, make);
    }

    Map<String, Lane> lanes() {
        return lanes;
    }

    /** A command was read. Poll thread only. */
    void begin(long offset) {
        offsets.begin(offset, eventsPosition);
    }

    /** Nothing is to be done for a command any more. */
    void complete(long offset) {
        offsets.complete(offset);
    }

    /** What to commit now, null when nothing moved. Poll thread only. */
    @Nullable
    OffsetAndMetadata commit() {
        OffsetAndMetadata commit = offsets.commit(eventsPosition);
        if (commit != null) {
            cancels.forgetBelow(commit.offset());
        }
        return commit;
    }

    /**
     * Drops what the log says of sessions that have no lane and whose last turn is committed: no later record can make
     * such a turn count for a turn still to come.
     */
    void forgetSettledSessions() {
        long committed = offsets.contiguous();
        states.entrySet()
                .removeIf(entry -> !lanes.containsKey(entry.getKey())
                        && entry.getValue().turn() < committed
                        && entry.getValue().endedEarly().headSet(committed).size()
                                == entry.getValue().endedEarly().size());
    }

    /** The partition is not ours any more: running answers stop, nothing further is written. */
    void lose() {
        lost = true;
        gone = true;
        lanes.values().forEach(Lane::abandon);
    }

    /**
     * The partition goes to another worker in good order: running answers go on to their end, nothing else is begun.
     *
     * @param drained called when the last of them has ended
     * @return done when the log says of each of them that it goes on
     */
    CompletableFuture<Void> release(Runnable drained) {
        lost = true;
        List<Lane> all = List.copyOf(lanes.values());
        AtomicInteger running = new AtomicInteger(all.size() + 1);
        Runnable oneLess = () -> {
            if (running.decrementAndGet() == 0) {
                drained.run();
            }
        };
        CompletableFuture<?>[] kept =
                all.stream().map(lane -> lane.release(oneLess)).toArray(CompletableFuture<?>[]::new);
        oneLess.run();
        return CompletableFuture.allOf(kept);
    }

    LogFollower.Reader tail() {
        return tail;
    }

    LogFollower.Reader control() {
        return control;
    }

    private final class Tail implements LogFollower.Reader {
        private long end = Long.MAX_VALUE;

        @Override
        public void endFound(long end) {
            this.end = end;
        }

        @Override
        public void record(ConsumerRecord<String, byte[]> record) {
            fold(record);
        }

        @Override
        public void position(long next) {
            eventsPosition = next;
            if (next >= end) {
                becomeReady(true, false);
            }
        }
    }

    private final class Control implements LogFollower.Reader {
        private long end = Long.MAX_VALUE;

        @Override
        public void endFound(long end) {
            this.end = end;
        }

        @Override
        public void record(ConsumerRecord<String, byte[]> record) {
            stop(record);
        }

        @Override
        public void position(long next) {
            if (next >= end) {
                becomeReady(false, true);
            }
        }
    }

    private void becomeReady(boolean tail, boolean control) {
        List<Runnable> tasks;
        synchronized (readiness) {
            tailReady |= tail;
            controlReady |= control;
            if (!tailReady || !controlReady || waitingForReady.isEmpty()) {
                return;
            }
            tasks = List.copyOf(waitingForReady);
            waitingForReady.clear();
        }
        tasks.forEach(Runnable::run);
    }

    private void fold(ConsumerRecord<String, byte[]> record) {
        EventHead head;
        try {
            head = EventHead.from(record.headers());
        } catch (MalformedRecordException e) {
            // Not written by a worker; no reader can count it, so neither do we.
            return;
        }
        String sessionId = record.key();
        if (sessionId == null) {
            return;
        }
        offsets.note(head.turn(), record.offset());
        SessionReducer.Step step = SessionReducer.fold(state(sessionId), head);
        states.put(sessionId, step.state());
        // Before a lane is told, for it may ask for rows that cover this record; the position itself comes per batch.
        eventsPosition = record.offset() + 1;
        if (step.counts()) {
            follow(sessionId, head, record.offset());
        }
        boolean start = head.type() == EventType.CHAT_STARTED;
        boolean decisive = start || head.type().isEnd();
        Lane lane = decisive ? lanes.get(sessionId) : null;
        if (lane == null) {
            return;
        }
        if (head.by().equals(self)) {
            lane.readBack(record.offset(), step.counts());
        }
        if (step.counts() && start) {
            lane.overtaken(head.turn(), head.attempt(), head.by());
        } else if (step.counts()) {
            lane.moved();
        }
    }

    private void follow(String sessionId, EventHead head, long offset) {
        switch (head.type()) {
            case CHAT_STARTED -> {
                OpenTurn before = openTurns.get(sessionId);
                int tries = before != null && before.turn() == head.turn() ? before.aloneTries() : 0;
                openTurns.put(
                        sessionId,
                        new OpenTurn(
                                head.turn(),
                                head.attempt(),
                                head.by(),
                                offset,
                                false,
                                clock.instant(),
                                head.alone() ? tries + 1 : tries));
            }
            case CHAT_CHUNK, CHAT_HEARTBEAT -> {
                OpenTurn open = openTurns.get(sessionId);
                if (open != null && (open.kept() || head.keep() || !open.by().equals(self))) {
                    openTurns.put(sessionId, open.alive(head.keep(), clock.instant()));
                }
            }
            case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> {
                if (head.attempt() > 0) {
                    openTurns.remove(sessionId);
                }
            }
            case USER_MESSAGE, CHAT_QUEUED -> {
                // Neither starts nor ends anything.
            }
        }
    }

    private void stop(ConsumerRecord<String, byte[]> record) {
        CommandHead head;
        ChatCommand command;
        try {
            head = CommandHead.from(record.headers());
            boolean stops = head.interrupts()
                    || head.type() == CommandType.CANCEL_MESSAGE
                    || head.type() == CommandType.DELETE_SESSION;
            if (!stops) {
                return;
            }
            command = ChatJson.readCommand(head.type(), record.value());
        } catch (MalformedRecordException e) {
            // The poll thread puts it aside.
            return;
        }
        @Nullable String answerId = command instanceof ChatCommand.Cancel cancel ? cancel.answerId() : null;
        @Nullable String requestId = command instanceof ChatCommand.Ask ask ? ask.requestId() : null;
        cancels.add(command.sessionId(), new Cancels.Cancel(record.offset(), answerId, command.userId(), requestId));
        Lane lane = lanes.get(command.sessionId());
        if (lane != null) {
            lane.cancelled();
        }
    }
}
