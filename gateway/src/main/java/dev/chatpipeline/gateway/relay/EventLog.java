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

/** {@code chat.events} as the relay reads it. Thread-safe. */
public final class EventLog implements AutoCloseable {

    /**
     * How long the broker holds a fetch for which there is nothing. A partition that is added waits for the fetch under
     * way, so this bounds what the first message on a partition waits; records that are there are never held.
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

    /** Created when it is first used: before Kafka was there its name may not have been resolvable. */
    private synchronized Admin admin() {
        if (admin == null) {
            admin = clients.admin();
        }
        return admin;
    }

    /** The offset that the next record of the partition will get. */
    long end(int partition, Duration wait) throws InterruptedException, ExecutionException, TimeoutException {
        TopicPartition asked = new TopicPartition(topic, partition);
        return admin().listOffsets(Map.of(asked, OffsetSpec.latest()))
                .partitionResult(asked)
                .get(wait.toMillis(), TimeUnit.MILLISECONDS)
                .offset();
    }

    /** What each partition holds. */
    CompletableFuture<Map<Integer, Range>> ranges() {
        CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> starts = offsets(OffsetSpec.earliest());
        return starts.thenCombine(offsets(OffsetSpec.latest()), (first, next) -> {
                    Map<Integer, Range> ranges = new HashMap<>();
                    first.forEach((partition, start) -> ranges.put(
                            partition.partition(),
                            new Range(
                                    start.offset(),
                                    Objects.requireNonNull(next.get(partition)).offset())));
                    return ranges;
                })
                .toCompletableFuture();
    }

    private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            asked.put(new TopicPartition(topic, partition), which);
        }
        return admin().listOffsets(asked, new ListOffsetsOptions().timeoutMs((int) LogRanges.WAIT.toMillis()))
                .all()
                .toCompletionStage();
    }

    /** The topic's identity; a topic that is deleted and created again has another one. */
    UUID topicId() throws InterruptedException, ExecutionException, TimeoutException {
        Uuid id = Objects.requireNonNull(admin().describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(LogRanges.WAIT.toMillis(), TimeUnit.MILLISECONDS)
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
