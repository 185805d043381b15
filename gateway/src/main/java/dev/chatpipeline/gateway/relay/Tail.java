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
 * Reads the live end of the log and delivers each record to the followers of its session. It reads only partitions that have
 * followers.
 *
 * <p>Only the thread that runs it touches its followers. Other threads submit tasks, a few for each session that a client
 * joins or leaves.
 */
final class Tail implements Runnable, ReaderLoop.Listener, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);

    private static final long NOT_READ = -1;

    /** The log's end was not requested, because the tail was reading the partition. */
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

    /** The offset below which every record has been delivered; -1 if the partition is not being read. */
    long position(int partition) {
        return positions.getAcquire(partition);
    }

    boolean isReading(int partition) {
        return position(partition) != NOT_READ;
    }

    /**
     * Attaches followers of one partition, unless they are behind the tail.
     *
     * @param end the log's end, where reading begins at the latest if the partition is not being read; or {@link #UNKNOWN_END}
     * @return the followers that are behind the tail
     */
    CompletableFuture<List<Follower>> attach(Collection<Follower> followers, long end) {
        return submit(() -> {
            List<Follower> behind = new ArrayList<>();
            List<Follower> lowestFirst = followers.stream()
                    .filter(follower -> !follower.isEnded())
                    .sorted(Comparator.comparingLong(Follower::position))
                    .toList();
            for (Follower follower : lowestFirst) {
                if (canAttach(follower, end)) {
                    attach(follower, end);
                } else {
                    behind.add(follower);
                }
            }
            return behind;
        });
    }

    /**
     * Attaches a follower of a session of which the log holds nothing, at the tail's position or at the log's end.
     *
     * @param end the log's end, or {@link #UNKNOWN_END}
     * @return false if the partition is not being read and its end is unknown
     */
    CompletableFuture<Boolean> attachNew(Follower follower, long end, Frame joined) {
        return submit(() -> {
            int partition = follower.partition();
            if (!live.containsKey(partition)) {
                if (end == UNKNOWN_END) {
                    return false;
                }
                startReading(partition, end);
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

    /** Removes a follower, if it is attached. */
    void detach(Follower follower) {
        loop.execute(() -> {
            Map<String, List<Follower>> sessions = live.get(follower.partition());
            if (sessions == null) {
                return;
            }
            List<Follower> followers = sessions.get(follower.sessionId());
            if (followers != null && followers.remove(follower) && followers.isEmpty()) {
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

    /** Whether the tail will read everything that this follower still needs. */
    private boolean canAttach(Follower follower, long end) {
        int partition = follower.partition();
        return live.containsKey(partition) ? follower.position() >= positions.getPlain(partition) : end != UNKNOWN_END;
    }

    private void attach(Follower follower, long end) {
        if (!live.containsKey(follower.partition())) {
            startReading(follower.partition(), Math.min(follower.position(), end));
        }
        shareState(follower);
        follower.goLive();
        add(follower);
        // It may have ended in the meantime, and the task that detaches it may have run already.
        if (follower.isEnded()) {
            detach(follower);
        }
    }

    /** Followers with equal states share one object, so that each record is folded once for all of them. */
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

    private void startReading(int partition, long offset) {
        live.put(partition, new HashMap<>());
        positions.setRelease(partition, offset);
        loop.read(partition, offset);
    }

    @Override
    public void run() {
        loop.run();
    }

    /** Publishes the position after each record, because a cursor that is sent in between must cover that record. */
    @Override
    public void records(int partition, List<ConsumerRecord<String, byte[]>> records, long next) {
        Map<String, List<Follower>> sessions = live.getOrDefault(partition, Map.of());
        for (ConsumerRecord<String, byte[]> record : records) {
            List<Follower> followers = sessions.get(record.key());
            if (followers != null) {
                deliver(record, followers);
            }
            positions.setRelease(partition, record.offset() + 1);
        }
    }

    static void deliver(ConsumerRecord<String, byte[]> record, List<Follower> followers) {
        RelayedEvent event = RelayedEvent.of(record);
        if (event == null) {
            return;
        }
        for (Follower follower : followers) {
            try {
                follower.feed().deliver(follower, event);
            } catch (RuntimeException e) {
                log.error("Cannot deliver {}-{}@{}", record.topic(), record.partition(), record.offset(), e);
                follower.feed().cut("delivery failed");
            }
        }
    }

    /** Cuts all clients, so that they reconnect and catch up. */
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
