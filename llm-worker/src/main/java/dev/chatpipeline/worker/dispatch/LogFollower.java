package dev.chatpipeline.worker.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that reads partitions of one topic without a group, each from a given offset on, and says when it has come
 * to the end that the partition had when it was taken up.
 */
final class LogFollower implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

    /** How long one poll waits; a change wakes it. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** How long to wait before asking again after Kafka failed. */
    private static final Duration RETRY = Duration.ofMillis(500);

    /** Takes what is read, on the follower's thread. */
    interface Reader {

        /** The end the partition had after it was taken up; the records before it come next. */
        void endFound(long end);

        void record(ConsumerRecord<String, byte[]> record);

        /** Everything before this offset was handed over. */
        void position(long next);
    }

    /** A reader and the next offset it is to get. */
    private static final class Following {
        private final Reader reader;
        private long next;

        Following(long from, Reader reader) {
            this.next = from;
            this.reader = reader;
        }
    }

    private final String topic;
    private final Consumer<String, byte[]> consumer;
    private final BlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();

    // Confined to the thread.
    private boolean stopped;
    private final Map<TopicPartition, List<Following>> following = new HashMap<>();
    private final Map<TopicPartition, List<Following>> unplaced = new HashMap<>();

    /** @param consumer used by this thread only, closed by it */
    LogFollower(String topic, Consumer<String, byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /** Takes a partition up for this reader, beside those that follow it already. */
    void follow(int partition, long from, Reader reader) {
        change(() -> unplaced.computeIfAbsent(new TopicPartition(topic, partition), tp -> new ArrayList<>())
                .add(new Following(from, reader)));
    }

    /** The reader gets nothing more. */
    void unfollow(int partition, Reader reader) {
        change(() -> {
            TopicPartition tp = new TopicPartition(topic, partition);
            remove(following, tp, reader);
            remove(unplaced, tp, reader);
        });
    }

    private static void remove(Map<TopicPartition, List<Following>> from, TopicPartition tp, Reader reader) {
        List<Following> readers = from.get(tp);
        if (readers != null && readers.removeIf(f -> f.reader == reader) && readers.isEmpty()) {
            from.remove(tp);
        }
    }

    void stop() {
        change(() -> stopped = true);
    }

    private void change(Runnable change) {
        changes.add(change);
        consumer.wakeup();
    }

    @Override
    public void run() {
        try (consumer) {
            while (!stopped) {
                try {
                    applyChanges(following.isEmpty() ? POLL : Duration.ZERO);
                    if (!following.isEmpty()) {
                        deliver(consumer.poll(POLL));
                    }
                } catch (WakeupException e) {
                    // Something changed; the loop looks.
                } catch (KafkaException e) {
                    LOG.warn("Following {} failed, going on in {}: {}", topic, RETRY, e.toString());
                    applyNext(RETRY);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean applyNext(Duration patience) throws InterruptedException {
        Runnable change = changes.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (change != null) {
            change.run();
        }
        return change != null;
    }

    private void applyChanges(Duration patience) throws InterruptedException {
        boolean changed = applyNext(patience);
        if (!changed && unplaced.isEmpty()) {
            return;
        }
        while (changed) {
            changed = applyNext(Duration.ZERO);
        }
        if (unplaced.isEmpty()) {
            consumer.assign(following.keySet());
            return;
        }
        Set<TopicPartition> all = new HashSet<>(following.keySet());
        all.addAll(unplaced.keySet());
        consumer.assign(all);
        place(consumer.endOffsets(unplaced.keySet()), consumer.beginningOffsets(unplaced.keySet()));
    }

    /** Ends were read after the partitions were taken up: what a previous owner wrote before is below them. */
    private void place(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> beginnings) {
        for (TopicPartition tp : List.copyOf(unplaced.keySet())) {
            Long end = ends.get(tp);
            Long beginning = beginnings.get(tp);
            if (end == null || beginning == null) {
                continue;
            }
            List<Following> added = unplaced.getOrDefault(tp, List.of());
            unplaced.remove(tp);
            List<Following> readers = following.computeIfAbsent(tp, k -> new ArrayList<>());
            readers.addAll(added);
            added.forEach(f -> f.next = Math.min(Math.max(f.next, beginning), end));
            readers.stream().mapToLong(f -> f.next).min().ifPresent(from -> consumer.seek(tp, from));
            added.forEach(f -> {
                f.reader.endFound(end);
                f.reader.position(f.next);
            });
        }
    }

    private void deliver(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition tp : records.partitions()) {
            long position = consumer.position(tp);
            for (Following f : following.getOrDefault(tp, List.of())) {
                for (ConsumerRecord<String, byte[]> record : records.records(tp)) {
                    if (record.offset() >= f.next) {
                        f.reader.record(record);
                    }
                }
                if (position > f.next) {
                    f.next = position;
                    f.reader.position(position);
                }
            }
        }
    }
}
