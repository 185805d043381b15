package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.gateway.socketio.Frame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of the log and hands each record to the followers of its session; assigned are the partitions that have
 * some. One thread runs it and alone touches consumer and followers; others leave tasks, at most a few per session that
 * a client joins or leaves.
 */
final class Tail implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Tail.class);

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_AFTER_FAILURE_MS = 1000;
    private static final long NOT_READ = -1;

    /** Says that the log's end was not looked up, since the tail was reading the partition. */
    static final long UNKNOWN_END = Long.MAX_VALUE;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final String topic;
    private final AtomicLongArray positions;
    private final Map<Integer, Map<String, List<Follower>>> live = new HashMap<>();
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Consumer<String, byte[]> consumer;

    Tail(Supplier<Consumer<String, byte[]>> consumers, String topic, int partitions) {
        this.consumers = consumers;
        this.topic = topic;
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
     * Takes over those followers of one partition that are not behind.
     *
     * @param end not beyond the log's end: where to begin, at most, should the partition not be read yet; or
     *            {@link #UNKNOWN_END}
     * @return the others
     */
    CompletableFuture<List<Follower>> attach(Collection<Follower> followers, long end) {
        return submit(() -> {
            List<Follower> behind = new ArrayList<>();
            followers.stream()
                    .sorted(Comparator.comparingLong(Follower::position))
                    .filter(follower -> !attached(follower, end))
                    .forEach(behind::add);
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
                releaseIfUnused(partition);
            }
            return true;
        });
    }

    /** Lets a follower go; nothing happens when it is not here. */
    void detach(Follower follower) {
        execute(() -> {
            Map<String, List<Follower>> sessions = live.get(follower.partition());
            if (sessions == null) {
                return;
            }
            List<Follower> here = sessions.get(follower.sessionId());
            if (here != null && here.remove(follower) && here.isEmpty()) {
                sessions.remove(follower.sessionId());
            }
            releaseIfUnused(follower.partition());
        });
    }

    private void releaseIfUnused(int partition) {
        if (live.getOrDefault(partition, Map.of()).isEmpty()) {
            live.remove(partition);
            positions.setRelease(partition, NOT_READ);
            assign();
        }
    }

    private boolean attached(Follower follower, long end) {
        int partition = follower.partition();
        if (follower.isEnded()) {
            return true;
        }
        if (!live.containsKey(partition)) {
            if (end == UNKNOWN_END) {
                return false;
            }
            begin(partition, Math.min(follower.position(), end));
        } else if (follower.position() < positions.getPlain(partition)) {
            return false;
        }
        shareState(follower);
        follower.goLive();
        add(follower);
        // It may have ended meanwhile, with the task that lets it go already behind us.
        if (follower.isEnded()) {
            detach(follower);
        }
        return true;
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
        assign();
        consumer().seek(new TopicPartition(topic, partition), offset);
    }

    private void assign() {
        consumer()
                .assign(live.keySet().stream()
                        .map(partition -> new TopicPartition(topic, partition))
                        .toList());
    }

    private Consumer<String, byte[]> consumer() {
        Consumer<String, byte[]> current = consumer;
        if (current == null) {
            throw new IllegalStateException("the tail is not running");
        }
        return current;
    }

    @Override
    public void run() {
        try {
            while (!isClosed()) {
                readUntilItFails();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItFails() throws InterruptedException {
        try (Consumer<String, byte[]> opened = consumers.get()) {
            consumer = opened;
            read(opened);
        } catch (RuntimeException e) {
            log.error("The tail of {} failed; its clients are cut and come back.", topic, e);
            cutAll();
            closed.await(PAUSE_AFTER_FAILURE_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void read(Consumer<String, byte[]> from) throws InterruptedException {
        while (!isClosed()) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (live.isEmpty()) {
                tasks.take().run();
                continue;
            }
            try {
                handOut(from.poll(POLL));
            } catch (WakeupException e) {
                log.trace("woken for a task");
            }
        }
    }

    private void handOut(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Map<String, List<Follower>> sessions = live.getOrDefault(partition.partition(), Map.of());
            for (ConsumerRecord<String, byte[]> record : records.records(partition)) {
                List<Follower> here = sessions.get(record.key());
                if (here != null) {
                    handOut(record, here);
                }
                positions.setRelease(partition.partition(), record.offset() + 1);
            }
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

    private void cutAll() {
        live.values()
                .forEach(sessions -> sessions.values()
                        .forEach(followers ->
                                followers.forEach(follower -> follower.feed().cut("the tail failed"))));
        live.keySet().forEach(partition -> positions.setRelease(partition, NOT_READ));
        live.clear();
    }

    private <T> CompletableFuture<T> submit(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                throw e;
            }
        });
        return result;
    }

    private void execute(Runnable task) {
        tasks.add(task);
        Consumer<String, byte[]> current = consumer;
        if (current != null) {
            current.wakeup();
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void close() {
        closed.countDown();
        execute(() -> {});
    }
}
