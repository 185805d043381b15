package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.lane.Lane;
import dev.chatpipeline.worker.lane.LaneContext;
import dev.chatpipeline.worker.lane.Partition;
import dev.chatpipeline.worker.lane.Turn;
import dev.chatpipeline.worker.log.Cancels;
import dev.chatpipeline.worker.log.OffsetTracker;
import dev.chatpipeline.worker.log.PartitionListener;
import dev.chatpipeline.worker.log.SessionStates;
import dev.chatpipeline.worker.log.SessionStates.Folded;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * One ownership of a partition, from its assignment until nothing is written for it any more: its lanes, what its log says
 * of their sessions, and which commands are done.
 *
 * <p>The command poller brings turns, the tail events, the control reader cancels; lanes ask and report. A partition that
 * comes back to the same worker is a new ownership.
 */
final class OwnedPartition implements Partition {

    private final int number;
    private final long foldFrom;
    private final LaneContext context;
    private final Backlog backlog;
    private final OffsetTracker offsets;
    private final SessionStates sessions;
    private final Cancels cancels = new Cancels();
    private final Readiness readiness = new Readiness();
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final PartitionListener tail = new Tail();
    private final PartitionListener control = new Control();

    private volatile boolean owned = true;
    private volatile boolean writable = true;

    /** @param committed what the last owner committed, null when nobody did */
    OwnedPartition(int number, @Nullable OffsetAndMetadata committed, LaneContext context, Backlog backlog) {
        this.number = number;
        this.context = context;
        this.backlog = backlog;
        this.offsets = new OffsetTracker(committed == null ? 0 : committed.offset());
        this.foldFrom = OffsetTracker.foldFrom(committed);
        this.sessions = new SessionStates(
                foldFrom, offsets, context.log().self(), context.run().clock());
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public SessionStates sessions() {
        return sessions;
    }

    @Override
    public Cancels cancels() {
        return cancels;
    }

    @Override
    public boolean isReady() {
        return readiness.isReached();
    }

    @Override
    public void whenReady(Runnable task) {
        readiness.whenReached(task);
    }

    @Override
    public boolean isOwned() {
        return owned;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void complete(long turn) {
        offsets.complete(turn);
        backlog.done(1);
    }

    @Override
    public void drop(int turns) {
        backlog.done(turns);
    }

    /** The offset of {@code chat.events} from which the tail folds. */
    long foldFrom() {
        return foldFrom;
    }

    PartitionListener tail() {
        return tail;
    }

    PartitionListener control() {
        return control;
    }

    /** A command was read. Poll thread only. */
    void begin(long offset) {
        offsets.begin(offset, sessions.position());
    }

    /** It was a turn. Poll thread only. */
    void accept(Turn turn) {
        backlog.accepted();
        lanes.computeIfAbsent(turn.sessionId(), id -> new Lane(id, this, context))
                .accept(turn);
    }

    /** It was nothing to answer, or has been set aside. */
    void skip(long offset) {
        offsets.complete(offset);
    }

    /** What to commit now, null when nothing moved. Poll thread only. */
    @Nullable
    OffsetAndMetadata commit() {
        OffsetAndMetadata commit = offsets.commit(sessions.position());
        if (commit != null) {
            cancels.forgetBelow(commit.offset());
        }
        return commit;
    }

    /** The lanes in memory. */
    Collection<Lane> lanes() {
        return lanes.values();
    }

    /** Drops idle lanes. Poll thread only. */
    void forget(Collection<Lane> idle) {
        lanes.values().removeAll(idle);
    }

    /** Drops the state of sessions that have no lane and no turn that is not committed. Poll thread only. */
    void forgetSettledSessions() {
        sessions.forgetSettled(offsets.contiguous(), lanes::containsKey);
    }

    /** The partition is lost: running answers are abandoned, nothing more is written. */
    void lose() {
        owned = false;
        writable = false;
        lanes.values().forEach(Lane::abandon);
    }

    /**
     * The partition is handed over: running answers go on to their end, no other is begun.
     *
     * @param drained called when the last of them has ended
     * @return done when the log says of each of them that it is kept
     */
    CompletableFuture<Void> handOver(Runnable drained) {
        owned = false;
        List<Lane> all = List.copyOf(lanes.values());
        AtomicInteger running = new AtomicInteger(all.size() + 1);
        Runnable oneLess = () -> {
            if (running.decrementAndGet() == 0) {
                drained.run();
            }
        };
        CompletableFuture<?>[] kept =
                all.stream().map(lane -> lane.handOver(oneLess)).toArray(CompletableFuture<?>[]::new);
        oneLess.run();
        return CompletableFuture.allOf(kept);
    }

    /** Folds events, and tells lanes of those that start or end a turn. */
    private final class Tail implements PartitionListener {
        private long end = Long.MAX_VALUE;

        @Override
        public void endFound(long end) {
            this.end = end;
        }

        @Override
        public void record(ConsumerRecord<String, byte[]> record) {
            Folded event = sessions.fold(record);
            Lane lane = event == null || !event.isDecisive() ? null : lanes.get(event.sessionId());
            if (event == null || lane == null) {
                return;
            }
            if (event.head().by().equals(context.log().self())) {
                lane.readBack(event.offset(), event.counts());
            }
            if (event.counts() && event.isStart()) {
                lane.attemptStarted(
                        event.head().turn(),
                        event.head().attempt(),
                        event.head().by());
            } else if (event.counts()) {
                lane.turnEnded();
            }
        }

        @Override
        public void position(long next) {
            sessions.readUpTo(next);
            if (next >= end) {
                readiness.reached(Readiness.Reader.TAIL);
            }
        }
    }

    /** Collects cancels, and tells their lanes. */
    private final class Control implements PartitionListener {
        private long end = Long.MAX_VALUE;

        @Override
        public void endFound(long end) {
            this.end = end;
        }

        @Override
        public void record(ConsumerRecord<String, byte[]> record) {
            String sessionId = cancels.read(record);
            Lane lane = sessionId == null ? null : lanes.get(sessionId);
            if (lane != null) {
                lane.cancelled();
            }
        }

        @Override
        public void position(long next) {
            if (next >= end) {
                readiness.reached(Readiness.Reader.CONTROL);
            }
        }
    }
}
