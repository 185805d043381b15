package dev.chatpipeline.worker.log;

import dev.chatpipeline.kafka.AssignedReader.Range;
import dev.chatpipeline.kafka.ReaderLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads partitions of one topic for any number of listeners, each from an offset of its own, and tells each where the
 * partition ended once it was known: whatever an earlier owner wrote before is below that.
 *
 * <p>A partition has several listeners when it comes back to a worker that still finishes answers of its former ownership.
 */
public final class TopicReader implements Runnable, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TopicReader.class);

    /** A listener and the next offset it is to get. */
    private static final class Subscription {
        private final PartitionListener listener;
        private long next;

        Subscription(long from, PartitionListener listener) {
            this.next = from;
            this.listener = listener;
        }
    }

    private final String topic;
    private final ReaderLoop loop;

    // Confined to the loop's thread.
    private final Map<Integer, List<Subscription>> subscriptions = new HashMap<>();
    private final Map<Integer, List<Subscription>> unstarted = new HashMap<>();

    /** @param consumers opens consumers, used by this reader only */
    public TopicReader(String topic, Supplier<Consumer<String, byte[]>> consumers) {
        this.topic = topic;
        this.loop = new ReaderLoop(topic, consumers, new Loop());
    }

    /** Reads a partition for this listener as well. */
    public void read(int partition, long from, PartitionListener listener) {
        loop.execute(() -> {
            unstarted.computeIfAbsent(partition, p -> new ArrayList<>()).add(new Subscription(from, listener));
            startAll();
        });
    }

    /** The listener gets nothing more. */
    public void stop(int partition, PartitionListener listener) {
        loop.execute(() -> {
            remove(unstarted, partition, listener);
            if (remove(subscriptions, partition, listener)) {
                loop.stop(partition);
            }
        });
    }

    /** Whether nobody is left who reads that partition, and somebody was. */
    private static boolean remove(Map<Integer, List<Subscription>> from, int partition, PartitionListener listener) {
        List<Subscription> there = from.get(partition);
        if (there == null) {
            return false;
        }
        there.removeIf(subscription -> subscription.listener == listener);
        if (!there.isEmpty()) {
            return false;
        }
        from.remove(partition);
        return true;
    }

    @Override
    public void run() {
        loop.run();
    }

    @Override
    public void close() {
        loop.close();
    }

    private void startAll() {
        for (int partition : List.copyOf(unstarted.keySet())) {
            Range range = loop.range(partition);
            List<Subscription> added = unstarted.remove(partition);
            if (added != null) {
                start(partition, added, range);
            }
        }
    }

    private void start(int partition, List<Subscription> added, Range range) {
        added.forEach(subscription -> subscription.next = range.clamp(subscription.next));
        List<Subscription> all = subscriptions.computeIfAbsent(partition, p -> new ArrayList<>());
        all.addAll(added);
        loop.read(partition, all.stream().mapToLong(s -> s.next).min().orElseThrow());
        for (Subscription subscription : added) {
            subscription.listener.endFound(range.end());
            subscription.listener.position(subscription.next);
        }
    }

    private final class Loop implements ReaderLoop.Listener {

        @Override
        public void records(int partition, List<ConsumerRecord<String, byte[]>> records, long next) {
            for (Subscription subscription : subscriptions.getOrDefault(partition, List.of())) {
                for (ConsumerRecord<String, byte[]> record : records) {
                    if (record.offset() >= subscription.next) {
                        subscription.listener.record(record);
                    }
                }
                if (next > subscription.next) {
                    subscription.next = next;
                    subscription.listener.position(next);
                }
            }
        }

        /** What Kafka does is waited out; a fault of ours ends the reader, and with it the worker's run. */
        @Override
        public void failed(RuntimeException cause) {
            if (!(cause instanceof KafkaException)) {
                throw cause;
            }
            log.warn("Reading {} failed and is tried again: {}", topic, cause.toString());
            if (!unstarted.isEmpty()) {
                loop.execute(TopicReader.this::startAll);
            }
        }
    }
}
