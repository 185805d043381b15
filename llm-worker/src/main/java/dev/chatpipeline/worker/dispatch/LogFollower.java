package dev.chatpipeline.worker.dispatch;

import java.time.Duration;
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

    private record Following(long from, Reader reader) {}

    private final String topic;
    private final Consumer<String, byte[]> consumer;
    private final BlockingQueue<Runnable> changes = new LinkedBlockingQueue<>();

    // Confined to the thread.
    private boolean stopped;
    private final Map<TopicPartition, Following> following = new HashMap<>();
    private final Set<TopicPartition> unplaced = new HashSet<>();

    /** @param consumer used by this thread only, closed by it */
    LogFollower(String topic, Consumer<String, byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /** Takes a partition up; of one that is followed already, the reader changes and reading begins anew. */
    void follow(int partition, long from, Reader reader) {
        change(() -> {
            TopicPartition tp = new TopicPartition(topic, partition);
            following.put(tp, new Following(from, reader));
            unplaced.add(tp);
        });
    }

    void unfollow(int partition) {
        change(() -> {
            TopicPartition tp = new TopicPartition(topic, partition);
            following.remove(tp);
            unplaced.remove(tp);
        });
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
        consumer.assign(following.keySet());
        if (unplaced.isEmpty()) {
            return;
        }
        // Ends first: what a previous owner wrote before we came is below them.
        Map<TopicPartition, Long> ends = consumer.endOffsets(unplaced);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(unplaced);
        for (TopicPartition tp : List.copyOf(unplaced)) {
            Following f = following.get(tp);
            Long end = ends.get(tp);
            Long beginning = beginnings.get(tp);
            if (f == null || end == null || beginning == null) {
                continue;
            }
            long from = Math.min(Math.max(f.from(), beginning), end);
            consumer.seek(tp, from);
            unplaced.remove(tp);
            f.reader().endFound(end);
            f.reader().position(from);
        }
    }

    private void deliver(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition tp : records.partitions()) {
            Following f = following.get(tp);
            if (f != null) {
                records.records(tp).forEach(f.reader()::record);
                f.reader().position(consumer.position(tp));
            }
        }
    }
}
