package dev.chatpipeline.projector;

import dev.chatpipeline.concurrent.StopSignal;
import dev.chatpipeline.contracts.HistoryJson;
import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.projector.store.HistoryEntry;
import dev.chatpipeline.projector.store.HistoryStore;
import dev.chatpipeline.projector.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies committed records of {@code chat.history} into the tables. The tables record what has been applied. The offsets
 * committed to Kafka only say where to begin, so losing them costs nothing but time.
 *
 * <p>Its consumer is in a group, so that instances share the partitions.
 */
final class HistorySink {

    private static final Logger log = LoggerFactory.getLogger(HistorySink.class);

    /** How long one poll waits, and so how long a stop may take to be noticed. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final HistoryStore store;
    private final Backoff backoff;
    private final Set<TopicPartition> unchecked = new HashSet<>();
    private boolean failing;

    HistorySink(Consumer<String, byte[]> consumer, HistoryStore store, Backoff backoff) {
        this.consumer = consumer;
        this.store = store;
        this.backoff = backoff;
    }

    /**
     * Runs until it is told to stop.
     *
     * @throws IllegalStateException if the tables were filled from another log than this topic
     */
    void run(String topic, StopSignal stop) {
        consumer.subscribe(List.of(topic), new Assignments());
        while (!stop.isSet()) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                store(records, stop);
            }
        }
    }

    private void store(ConsumerRecords<String, byte[]> records, StopSignal stop) {
        try {
            checkLog();
            store.apply(entries(records));
        } catch (StoreUnavailableException e) {
            if (!failing) {
                log.warn("Cannot write history to PostgreSQL, retrying: {}", e.getMessage());
            }
            failing = true;
            for (TopicPartition partition : records.partitions()) {
                consumer.seek(partition, records.records(partition).getFirst().offset());
            }
            stop.await(backoff.next());
            return;
        }
        if (failing) {
            log.info("Writing history to PostgreSQL again");
            failing = false;
            backoff.reset();
        }
        commit();
    }

    /** If the topic was deleted and created again, its new offsets would lie below the applied ones and be ignored silently. */
    private void checkLog() {
        if (unchecked.isEmpty()) {
            return;
        }
        Map<Integer, Long> applied =
                store.applied(unchecked.stream().map(TopicPartition::partition).toList());
        consumer.endOffsets(unchecked).forEach((partition, end) -> {
            long stored = applied.getOrDefault(partition.partition(), -1L);
            if (stored >= end) {
                throw new IllegalStateException("the tables were filled from another log: " + partition + " ends at "
                        + end + " (expected: > " + stored + ")");
            }
        });
        unchecked.clear();
    }

    private void commit() {
        try {
            consumer.commitSync();
        } catch (CommitFailedException | RebalanceInProgressException | TimeoutException e) {
            log.info("Cannot commit the sink's offsets; the next batch will commit them: {}", e.getMessage());
        }
    }

    private static List<HistoryEntry> entries(ConsumerRecords<String, byte[]> records) {
        List<HistoryEntry> entries = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> item : records) {
            try {
                HistoryKey key = HistoryKey.parse(item.key());
                @Nullable HistoryRecord value = item.value() == null ? null : HistoryJson.read(key, item.value());
                entries.add(new HistoryEntry(item.partition(), item.offset(), key, value));
            } catch (MalformedRecordException e) {
                log.error(
                        "Skipped {}-{} at offset {}: {}",
                        item.topic(),
                        item.partition(),
                        item.offset(),
                        e.getMessage());
            }
        }
        return entries;
    }

    /** Tracks the assigned partitions that have not been checked yet. */
    private final class Assignments implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            unchecked.addAll(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            unchecked.removeAll(partitions);
        }
    }
}
