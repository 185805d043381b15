package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.gateway.socketio.Frame;
import dev.chatpipeline.kafka.ReaderLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the live end of the log and hands each record to the followers of its session. It reads only partitions that have
 * followers.
 *
 * <p>One thread runs it, and only that thread touches the followers; others leave tasks, at most a few per session that a
 * client joins or leaves.
 */
final class Tail implements Runnable, ReaderLoop.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);

    private static final long NOT_READ = -1;

    /** Says that the log's end was not looked up, since the tail was reading the partition. */
    static final long UNKNOWN_END = Long.MAX_VALUE;

    private final String topic;
    private final ReaderLoop loop;
    private final AtomicLongArray positions;
    private final Map<Integer, Map<String, List<Follower>>> live = new HashMap<>();

    Tail(Supplier<Consumer<String, byte[]>> consumers, String topic, int partitions) {
        this.topic = topic;
        this.loop = new ReaderLoop(topic, consumers, this);
        this.positions = new AtomicLongArray(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            positions.set(partition, NOT_READ);
        }
    }

    /** The offset below which every record has been handed out; -1 when the partition is not being read. */
    long position(int partition) {
        return positions.getAcquire(partition);
    }

    boolean isReading(int partition) {
        return position(partition) != NOT_READ;
    }

    /**
     * Takes over those followers of one partition that are not behind the tail.
     *
     * @param end where to begin at most, should the partition not be read yet: not beyond the log's end; or {@link
     *            #UNKNOWN_END}
     * @return the others
     */
    CompletableFuture<List<Follower>> attach(Collection<Follower> followers, long end) {
        return submit(() -> {
            List<Follower> behind = new ArrayList<>();
            List<Follower> lowestFirst = followers.stream()
                    .filter(follower -> !follower.isEnded())
                    .sorted(Comparator.comparingLong(Follower::position))
                    .toList();
            for (Follower follower : lowestFirst) {
                if (reaches(follower, end)) {
                    takeOver(follower, end);
                } else {
                    behind.add(follower);
                }
            }
            return behind;
        });
    }

    /**
     * Takes on a follower of a session of which nothing is in the log: where the tail is, or at the end.
     *
     * @param end the log's end, or {@link #UNKNOWN_END}
     * @return whether that was possible
     */
    CompletableFuture<Boolean> attachNew(Follower follower, long end, Frame joined) {
        return submit(() -> {
            int partition = follower.partition();
            if (!live.containsKey(partition)) {
                if (end == UNKNOWN_END) {
                    return false;
                }
                begin(partition, end);
            }
            follower.advance(positions.getPlain(partition));
            follower.goLive();
            if (follower.feed().begin(follower, joined)) {
                add(follower);
            } else {
                stopIfUnused(partition);
            }
            return true;
        });
    }

    /** Drops a follower; does nothing when it is not here. */
    void detach(Follower follower) {
        loop.execute(() -> {
            Map<String, List<Follower>> sessions = live.get(follower.partition());
            if (sessions == null) {
                return;
            }
            List<Follower> here = sessions.get(follower.sessionId());
            if (here != null && here.remove(follower) && here.isEmpty()) {
                sessions.remove(follower.sessionId());
            }
            stopIfUnused(follower.partition());
        });
    }

    private void stopIfUnused(int partition) {
        if (live.getOrDefault(partition, Map.of()).isEmpty()) {
            live.remove(partition);
            positions.setRelease(partition, NOT_READ);
            loop.stop(partition);
        }
    }

    /** Whether the tail can go on for this follower from its position. */
    private boolean reaches(Follower follower, long end) {
        int partition = follower.partition();
        return live.containsKey(partition) ? follower.position() >= positions.getPlain(partition) : end != UNKNOWN_END;
    }

    private void takeOver(Follower follower, long end) {
        if (!live.containsKey(follower.partition())) {
            begin(follower.partition(), Math.min(follower.position(), end));
        }
        shareState(follower);
        follower.goLive();
        add(follower);
        // It may have ended meanwhile, and the task that detaches it may already have run.
        if (follower.isEnded()) {
            detach(follower);
        }
    }

    /** Followers with equal states get one object, so that each record is folded for them once. */
    private void shareState(Follower follower) {
        for (Follower other : sessions(follower).getOrDefault(follower.sessionId(), List.of())) {
            if (other.state().equals(follower.state())) {
                follower.advance(follower.position(), other.state());
                return;
            }
        }
    }

    private void add(Follower follower) {
        sessions(follower)
                .computeIfAbsent(follower.sessionId(), id -> new ArrayList<>(1))
                .add(follower);
    }

    private Map<String, List<Follower>> sessions(Follower follower) {
        return live.computeIfAbsent(follower.partition(), p -> new HashMap<>());
    }

    private void begin(int partition, long offset) {
        live.put(partition, new HashMap<>());
        positions.setRelease(partition, offset);
        loop.read(partition, offset);
    }

    @Override
    public void run() {
        loop.run();
    }

    /** The position is published record by record, because a cursor that is sent in between must cover the record. */
    @Override
    public void records(int partition, List<ConsumerRecord<String, byte[]>> records, long next) {
        Map<String, List<Follower>> sessions = live.getOrDefault(partition, Map.of());
        for (ConsumerRecord<String, byte[]> record : records) {
            List<Follower> here = sessions.get(record.key());
            if (here != null) {
                handOut(record, here);
            }
            positions.setRelease(partition, record.offset() + 1);
        }
    }

    static void handOut(ConsumerRecord<String, byte[]> record, List<Follower> followers) {
        RelayedEvent event = RelayedEvent.of(record);
        if (event == null) {
            return;
        }
        for (Follower follower : followers) {
            try {
                follower.feed().deliver(follower, event);
            } catch (RuntimeException e) {
                log.error("{}@{} cannot be delivered", record.partition(), record.offset(), e);
                follower.feed().cut("delivery failed");
            }
        }
    }

    /** Cuts all clients, so that they come back and catch up. */
    @Override
    public void failed(RuntimeException cause) {
        log.error("The tail of {} failed; its clients are cut and will reconnect", topic, cause);
        live.values()
                .forEach(sessions -> sessions.values()
                        .forEach(followers ->
                                followers.forEach(follower -> follower.feed().cut("the tail failed"))));
        live.keySet().forEach(partition -> {
            positions.setRelease(partition, NOT_READ);
            loop.stop(partition);
        });
        live.clear();
    }

    private <T> CompletableFuture<T> submit(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        return result;
    }

    @Override
    public void close() {
        loop.close();
    }
}
