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
 * Brings followers from their positions to the tail's. The followers of one partition are served together: one that arrives
 * while a group is being served joins it if the group has not passed its position, and otherwise waits for the next group.
 * A follower that cannot send as fast as the log is read steps aside until it can. Each thread that runs this serves one
 * partition at a time.
 */
final class CatchUp implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CatchUp.class);

    private static final Duration POLL = Duration.ofMillis(200);

    /** How often a client that stepped aside is checked; its queue empties in about that time. */
    private static final long LOOK_ASIDE_MS = 20;

    /** How often an idle thread checks whether another thread has put a client aside. */
    private static final long IDLE_MS = 500;

    /** How long the tail may take to answer before clients are cut: far longer than handing out any batch takes. */
    private static final long TAIL_TIMEOUT_SECONDS = 30;

    private static final long LOG_START = 0;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final String topic;
    private final Tail tail;
    private final Map<Integer, List<Follower>> waiting = new HashMap<>();
    private final Set<Integer> underWay = new HashSet<>();
    private final List<Follower> aside = new ArrayList<>();
    /** Partitions to read, each at most once. */
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
        if (underWay.add(follower.partition())) {
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
        return partitions.poll(takeBack() ? LOOK_ASIDE_MS : IDLE_MS, TimeUnit.MILLISECONDS);
    }

    /** Resumes those who can send again; true when some still cannot. */
    private synchronized boolean takeBack() {
        List<Follower> back = new ArrayList<>();
        aside.removeIf(follower -> (follower.isEnded() || !follower.feed().isCongested()) && back.add(follower));
        back.forEach(this::add);
        return !aside.isEmpty();
    }

    private void serve(AssignedReader reader, int partition) throws InterruptedException {
        List<Follower> group = joining(partition, 0);
        try {
            read(reader, partition, group);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            log.warn("{}-{} does not answer, so its clients wait: {}", topic, partition, e.getMessage());
            group.forEach(this::add);
        } catch (RuntimeException | ExecutionException | TimeoutException e) {
            if (!closed) {
                log.error("Catching up on {}-{} failed; its clients are cut and will reconnect", topic, partition, e);
            }
            group.forEach(follower -> follower.feed().cut("catching up failed"));
        }
        synchronized (this) {
            if (waiting.containsKey(partition)) {
                partitions.add(partition);
            } else {
                underWay.remove(partition);
            }
        }
    }

    /** Removes and returns those who wait and need nothing before that offset. */
    private synchronized List<Follower> joining(int partition, long from) {
        List<Follower> all = waiting.getOrDefault(partition, new ArrayList<>());
        List<Follower> joining = new ArrayList<>();
        all.removeIf(follower -> follower.position() >= from && joining.add(follower));
        if (all.isEmpty()) {
            waiting.remove(partition);
        }
        return joining;
    }

    private void read(AssignedReader reader, int partition, List<Follower> group)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (group.isEmpty()) {
            return;
        }
        long lowest = group.stream().mapToLong(Follower::position).min().orElseThrow();
        // Before any question about the partition: a consumer warns of answers for partitions that it does not read.
        reader.read(partition, lowest);
        try {
            long end = tail.isReading(partition)
                    ? Tail.UNKNOWN_END
                    : reader.range(partition).end();
            handOver(group, partition, end);
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
                handOver(group, partition, end);
                stepAside(group);
                group.addAll(joining(partition, position));
            }
        } finally {
            reader.stop(partition);
        }
    }

    /**
     * A follower of whose session no row knows anything needs the log from its start, wherever that is by now; any other
     * follower must miss nothing.
     */
    private static void readFromStart(AssignedReader reader, int partition, List<Follower> group) {
        long start = reader.range(partition).start();
        reader.read(partition, start);
        group.stream()
                .filter(follower -> follower.position() != LOG_START && follower.position() < start)
                .forEach(follower -> follower.feed().cut("the log no longer holds what it needs"));
    }

    private static void deliver(List<ConsumerRecord<String, byte[]>> records, List<Follower> group) {
        Map<String, List<Follower>> sessions = new HashMap<>();
        for (Follower follower : group) {
            sessions.computeIfAbsent(follower.sessionId(), id -> new ArrayList<>())
                    .add(follower);
        }
        for (ConsumerRecord<String, byte[]> record : records) {
            List<Follower> here = sessions.get(record.key());
            if (here != null) {
                Tail.handOut(record, here);
            }
        }
    }

    /** Gives to the tail those who have reached it, or the log's end where the tail is not reading. */
    private void handOver(List<Follower> group, int partition, long end)
            throws InterruptedException, ExecutionException, TimeoutException {
        long tailAt = tail.position(partition);
        long goal = tailAt >= 0 ? tailAt : end;
        List<Follower> there = new ArrayList<>();
        for (Iterator<Follower> each = group.iterator(); each.hasNext(); ) {
            Follower follower = each.next();
            if (follower.isEnded()) {
                each.remove();
            } else if (follower.position() >= goal) {
                each.remove();
                there.add(follower);
            }
        }
        if (there.isEmpty()) {
            return;
        }
        try {
            group.addAll(tail.attach(there, end).get(TAIL_TIMEOUT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            group.addAll(there); // to be cut with the others
            throw e;
        }
    }

    private synchronized void stepAside(List<Follower> group) {
        group.removeIf(follower -> follower.feed().isCongested() && aside.add(follower));
    }

    @Override
    public void close() {
        closed = true;
    }
}
