package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.gateway.relay.LogRanges.Range;
import dev.chatpipeline.kafka.KafkaClients;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/** The relay's access to {@code chat.events}: consumers, offsets and the topic's id. Thread-safe. */
public final class EventLog implements AutoCloseable {

    /**
     * How long the broker may hold an empty fetch. A newly assigned partition waits until the fetch in progress returns, so
     * this bounds the delay of the first message on a partition. A fetch that finds records is never held.
     */
    private static final int FETCH_WAIT_MS = 50;

    private final KafkaClients clients;
    private final String topic;
    private final int partitions;
    private @Nullable Admin admin;

    public EventLog(KafkaClients clients) {
        this.clients = clients;
        this.topic = clients.topics().topics().events();
        this.partitions = clients.topics().partitions();
    }

    String topic() {
        return topic;
    }

    int partitions() {
        return partitions;
    }

    Consumer<String, byte[]> tailConsumer() {
        return clients.reader(
                "tail",
                Map.of(
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MS,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2000));
    }

    Consumer<String, byte[]> catchUpConsumer() {
        return clients.reader("catch-up", Map.of());
    }

    /** Created on first use, because its constructor fails while the broker's host name does not resolve. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = clients.admin();
        }
        return admin;
    }

    /** The offset that the partition's next record will get. */
    long end(int partition, Duration timeout) throws InterruptedException, ExecutionException, TimeoutException {
        TopicPartition topicPartition = new TopicPartition(topic, partition);
        return admin().listOffsets(Map.of(topicPartition, OffsetSpec.latest()))
                .partitionResult(topicPartition)
                .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .offset();
    }

    /** The offsets that each partition holds. */
    CompletableFuture<Map<Integer, Range>> ranges() {
        return offsets(OffsetSpec.earliest())
                .thenCombine(offsets(OffsetSpec.latest()), (starts, ends) -> {
                    Map<Integer, Range> ranges = new HashMap<>();
                    starts.forEach((partition, start) -> ranges.put(
                            partition.partition(),
                            new Range(
                                    start.offset(),
                                    Objects.requireNonNull(ends.get(partition)).offset())));
                    return ranges;
                })
                .toCompletableFuture();
    }

    private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> request = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            request.put(new TopicPartition(topic, partition), spec);
        }
        return admin().listOffsets(request, new ListOffsetsOptions().timeoutMs((int) LogRanges.TIMEOUT.toMillis()))
                .all()
                .toCompletionStage();
    }

    /** The topic's id, which changes if the topic is deleted and created again. */
    UUID topicId() throws InterruptedException, ExecutionException, TimeoutException {
        Uuid id = Objects.requireNonNull(admin().describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(LogRanges.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                        .get(topic))
                .topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close();
        }
    }
}
