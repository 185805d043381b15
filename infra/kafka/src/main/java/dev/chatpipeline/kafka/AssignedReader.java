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
 * Reads assigned partitions of one topic, without a consumer group. Partitions can be added and removed while the others are
 * read without a gap.
 *
 * <p>Not thread-safe, except {@link #wakeup}. Failures are Kafka's own exceptions; after a retriable one the reader is still
 * usable.
 */
public final class AssignedReader implements AutoCloseable {

    private static final Duration RANGE_TIMEOUT = Duration.ofSeconds(10);

    /** Handles the records of a poll. */
    @FunctionalInterface
    public interface Batch {

        /**
         * @param records the partition's records, in order; empty if only the position advanced
         * @param next    the partition's position after them
         */
        void records(int partition, List<ConsumerRecord<String, byte[]>> records, long next);
    }

    /**
     * The offsets that a partition holds.
     *
     * @param start the lowest offset that still exists
     * @param end   the offset that the next record will get
     */
    public record Range(long start, long end) {

        /** The readable position nearest to this one. */
        public long clamp(long position) {
            return Math.min(Math.max(position, start), end);
        }
    }

    private final String topic;
    private final Consumer<String, byte[]> consumer;
    private final Set<TopicPartition> assigned = new LinkedHashSet<>();

    /** @param consumer owned by the reader, which closes it */
    public AssignedReader(String topic, Consumer<String, byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
    }

    /** Starts to read a partition at an offset, or moves to that offset if the partition is already being read. */
    public void read(int partition, long from) {
        TopicPartition added = partition(partition);
        if (assigned.add(added)) {
            consumer.assign(assigned);
        }
        consumer.seek(added, from);
    }

    /** Stops reading a partition. */
    public void stop(int partition) {
        if (assigned.remove(partition(partition))) {
            consumer.assign(assigned);
        }
    }

    /** The next offset to read in a partition that is being read. */
    public long position(int partition) {
        return consumer.position(partition(partition));
    }

    /**
     * Polls for records and passes them on, partition by partition.
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
     * The current offset ranges of partitions. They need not be assigned, but for one that is not, Kafka's client logs a
     * warning.
     *
     * @throws KafkaException if the broker does not respond in time, or does not know a partition
     */
    public Map<Integer, Range> ranges(Collection<Integer> partitions) {
        List<TopicPartition> requested =
                partitions.stream().map(this::partition).toList();
        while (true) {
            try {
                Map<TopicPartition, Long> ends = consumer.endOffsets(requested, RANGE_TIMEOUT);
                Map<TopicPartition, Long> starts = consumer.beginningOffsets(requested, RANGE_TIMEOUT);
                Map<Integer, Range> ranges = new HashMap<>();
                for (TopicPartition partition : requested) {
                    ranges.put(partition.partition(), new Range(found(starts, partition), found(ends, partition)));
                }
                return ranges;
            } catch (WakeupException e) {
                // The wakeup was meant for a poll. Whoever sent it is served once the ranges are known.
            }
        }
    }

    /** Like {@link #ranges}, for one partition. */
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

    /** Interrupts the current poll, or else the next one. Thread-safe. */
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
