package dev.chatpipeline.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads partitions of one topic, each from the offset it is given, in no group. Partitions come and go while the others are
 * read on without a gap.
 *
 * <p>For one thread; only {@link #wakeup} may be called from others. Failures are Kafka's own exceptions; the reader can
 * be used on after a retriable one.
 */
public final class AssignedReader implements AutoCloseable {

    /** How long the broker may take to say what a partition holds. */
    private static final Duration RANGE_TIMEOUT = Duration.ofSeconds(10);

    /** Takes the records of a poll. */
    @FunctionalInterface
    public interface Batch {

        /**
         * @param records of this partition, in order; empty where only the position moved
         * @param next    the partition's position behind them
         */
        void records(int partition, List<ConsumerRecord<String, byte[]>> records, long next);
    }

    /**
     * What a partition holds.
     *
     * @param start the lowest offset that is still there
     * @param end   the offset that the next record will get
     */
    public record Range(long start, long end) {

        /** The nearest position from which this range can be read. */
        public long clamp(long position) {
            return Math.min(Math.max(position, start), end);
        }
    }

    private final String topic;
    private final Consumer<String, byte[]> consumer;
    private final Set<TopicPartition> assigned = new LinkedHashSet<>();

    /** @param consumer used by this reader only, and closed by it */
    public AssignedReader(String topic, Consumer<String, byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /** Reads a partition from this offset on, whether or not it is being read. */
    public void read(int partition, long from) {
        TopicPartition added = partition(partition);
        if (assigned.add(added)) {
            consumer.assign(assigned);
        }
        consumer.seek(added, from);
    }

    /** Reads a partition no longer. */
    public void stop(int partition) {
        if (assigned.remove(partition(partition))) {
            consumer.assign(assigned);
        }
    }

    /** The next offset to be read of a partition that is being read. */
    public long position(int partition) {
        return consumer.position(partition(partition));
    }

    /**
     * Waits for records and hands them over, partition by partition.
     *
     * @throws WakeupException after {@link #wakeup}
     */
    public void poll(Duration atMost, Batch batch) {
        ConsumerRecords<String, byte[]> polled = consumer.poll(atMost);
        polled.nextOffsets()
                .forEach((partition, next) ->
                        batch.records(partition.partition(), polled.records(partition), next.offset()));
    }

    /**
     * What these partitions hold now. They need not be read, but Kafka's client logs a warning for one that is not.
     *
     * @throws KafkaException when the broker does not answer in time, or does not know one of them
     */
    public Map<Integer, Range> ranges(Collection<Integer> partitions) {
        List<TopicPartition> asked = partitions.stream().map(this::partition).toList();
        while (true) {
            try {
                Map<TopicPartition, Long> ends = consumer.endOffsets(asked, RANGE_TIMEOUT);
                Map<TopicPartition, Long> starts = consumer.beginningOffsets(asked, RANGE_TIMEOUT);
                Map<Integer, Range> ranges = new HashMap<>();
                for (TopicPartition partition : asked) {
                    ranges.put(partition.partition(), new Range(found(starts, partition), found(ends, partition)));
                }
                return ranges;
            } catch (WakeupException e) {
                // Meant for a poll; whoever woke this reader is served after the answer.
            }
        }
    }

    /** As {@link #ranges}, of one partition. */
    public Range range(int partition) {
        return Objects.requireNonNull(ranges(List.of(partition)).get(partition));
    }

    private static long found(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        Long offset = offsets.get(partition);
        if (offset == null) {
            throw new KafkaException("The broker does not know " + partition);
        }
        return offset;
    }

    /** Ends a poll that waits, or the next one. Thread-safe. */
    public void wakeup() {
        consumer.wakeup();
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
