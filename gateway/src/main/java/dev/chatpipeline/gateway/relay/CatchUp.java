package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.kafka.AssignedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log for followers that are behind the tail. The followers of one partition are served as a group. One that
 * arrives later is added to the group if the group has not passed its position, else it waits for the next group. A follower
 * whose client is congested is parked until the client has caught up. Each thread that runs this serves one partition at a
 * time.
 */
final class CatchUp implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private static final Duration POLL = Duration.ofMillis(200);

    /** How often parked followers are checked; a client's queue drains in about that time. */
    private static final long PARKED_CHECK_MS = 20;

    /** How often an idle thread checks whether another thread has parked a follower. */
    private static final long IDLE_MS = 500;

    /** How long the tail may take to answer before clients are cut: far longer than it needs to deliver any batch. */
    private static final long TAIL_TIMEOUT_SECONDS = 30;

    private static final long LOG_START = 0;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final String topic;
    private final Tail tail;
    private final Map<Integer, List<Follower>> waiting = new HashMap<>();
    /** Partitions that are queued or being served. */
    private final Set<Integer> active = new HashSet<>();

    private final List<Follower> parked = new ArrayList<>();

    /** Partitions to serve, each at most once. */
    private final BlockingQueue<Integer> partitions = new LinkedBlockingQueue<>();

    private volatile boolean closed;

    CatchUp(Supplier<Consumer<String, byte[]>> consumers, String topic, Tail tail) {
        this.consumers = consumers;
        this.topic = topic;
        this.tail = tail;
    }

    /** Serves a follower until it is live or has ended. */
    synchronized void add(Follower follower) {
        waiting.computeIfAbsent(follower.partition(), p -> new ArrayList<>()).add(follower);
        if (active.add(follower.partition())) {
            partitions.add(follower.partition());
        }
    }

    @Override
    public void run() {
        try (AssignedReader reader = new AssignedReader(topic, consumers.get())) {
            while (!closed) {
                Integer partition = next();
                if (partition != null) {
                    serve(reader, partition);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Integer next() throws InterruptedException {
        return partitions.poll(unpark() ? IDLE_MS : PARKED_CHECK_MS, TimeUnit.MILLISECONDS);
    }

    /** Queues parked followers whose clients are no longer congested; true if none is left. */
    private synchronized boolean unpark() {
        List<Follower> ready = new ArrayList<>();
        parked.removeIf(follower -> (follower.isEnded() || !follower.feed().isCongested()) && ready.add(follower));
        ready.forEach(this::add);
        return parked.isEmpty();
    }

    private void serve(AssignedReader reader, int partition) throws InterruptedException {
        List<Follower> group = takeWaiting(partition, 0);
        try {
            read(reader, partition, group);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            log.warn("Cannot read {}-{}, so its clients wait: {}", topic, partition, e.getMessage());
            group.forEach(this::add);
        } catch (RuntimeException | ExecutionException | TimeoutException e) {
            if (!closed) {
                log.error("Catch-up on {}-{} failed; its clients are cut and will reconnect", topic, partition, e);
            }
            group.forEach(follower -> follower.feed().cut("catch-up failed"));
        }
        synchronized (this) {
            if (waiting.containsKey(partition)) {
                partitions.add(partition);
            } else {
                active.remove(partition);
            }
        }
    }

    /** Removes and returns the waiting followers that need nothing below an offset. */
    private synchronized List<Follower> takeWaiting(int partition, long offset) {
        List<Follower> all = waiting.getOrDefault(partition, new ArrayList<>());
        List<Follower> taken = new ArrayList<>();
        all.removeIf(follower -> follower.position() >= offset && taken.add(follower));
        if (all.isEmpty()) {
            waiting.remove(partition);
        }
        return taken;
    }

    private void read(AssignedReader reader, int partition, List<Follower> group)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (group.isEmpty()) {
            return;
        }
        long lowest = group.stream().mapToLong(Follower::position).min().orElseThrow();
        // Assign the partition before asking for its range: a consumer logs a warning about partitions it is not
        // assigned.
        reader.read(partition, lowest);
        try {
            long end = tail.isReading(partition)
                    ? Tail.UNKNOWN_END
                    : reader.range(partition).end();
            attachToTail(group, partition, end);
            if (lowest == LOG_START && !group.isEmpty()) {
                readFromStart(reader, partition, group);
            }
            while (!group.isEmpty() && !closed) {
                reader.poll(POLL, (read, records, next) -> deliver(records, group));
                long position = reader.position(partition);
                group.forEach(follower -> follower.advance(position));
                if (!tail.isReading(partition)) {
                    end = Math.max(
                            position,
                            end == Tail.UNKNOWN_END ? reader.range(partition).end() : end);
                }
                attachToTail(group, partition, end);
                park(group);
                group.addAll(takeWaiting(partition, position));
            }
        } finally {
            reader.stop(partition);
        }
    }

    /**
     * Reads from the first offset that the log still holds. Position 0 stands for that offset: the session has no rows, so its
     * follower takes whatever the log has. Any other follower below it would miss records and is cut.
     */
    private static void readFromStart(AssignedReader reader, int partition, List<Follower> group) {
        long start = reader.range(partition).start();
        reader.read(partition, start);
        group.stream()
                .filter(follower -> follower.position() != LOG_START && follower.position() < start)
                .forEach(follower -> follower.feed().cut("the log no longer holds its position"));
    }

    private static void deliver(List<ConsumerRecord<String, byte[]>> records, List<Follower> group) {
        Map<String, List<Follower>> sessions = new HashMap<>();
        for (Follower follower : group) {
            sessions.computeIfAbsent(follower.sessionId(), id -> new ArrayList<>())
                    .add(follower);
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            List<Follower> followers = sessions.get(record.key());
            if (followers != null) {
                Tail.deliver(record, followers);
            }
        }
    }

    /** Passes on to the tail the followers that have reached it, or the log's end if the tail is not reading the partition. */
    private void attachToTail(List<Follower> group, int partition, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        long tailPosition = tail.position(partition);
        long goal = tailPosition >= 0 ? tailPosition : end;
        List<Follower> arrived = new ArrayList<>();
        for (Iterator<Follower> each = group.iterator(); each.hasNext(); ) {
            Follower follower = each.next();
            if (follower.isEnded()) {
                each.remove();
            } else if (follower.position() >= goal) {
                each.remove();
                arrived.add(follower);
            }
        }
        if (arrived.isEmpty()) {
            return;
        }
        try {
            group.addAll(tail.attach(arrived, end).get(TAIL_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            group.addAll(arrived); // so that they are cut with the others
            throw e;
        }
    }

    private synchronized void park(List<Follower> group) {
        group.removeIf(follower -> follower.feed().isCongested() && parked.add(follower));
    }

    @Override
    public void close() {
        closed = true;
    }
}
