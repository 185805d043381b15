package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.relay.LogRanges.Range;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** {@code chat.events} as the relay reads it: by assigned partitions, in no group. */
public final class EventLog {

    /**
     * How long the broker holds a fetch for which there is nothing. A partition that is added waits for the fetch under
     * way, so this bounds what the first message on a partition waits; records that are there are never held.
     */
    private static final int FETCH_WAIT_MS = 50;

    private final Admin admin;
    private final DefaultKafkaConsumerFactory<String, byte[]> consumers;
    private final String topic;
    private final int partitions;

    /** @param properties of the consumers, as configured */
    public EventLog(Admin admin, Map<String, Object> properties, Topics topics, int partitions) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumers = new DefaultKafkaConsumerFactory<>(
                settings, new StringDeserializer(), new ByteArrayDeserializer(), false);
        this.admin = admin;
        this.topic = topics.events();
        this.partitions = partitions;
    }

    String topic() {
        return topic;
    }

    int partitions() {
        return partitions;
    }

    /** Fails rather than skips where an offset is not there. */
    Consumer<String, byte[]> tailConsumer() {
        return consumer(
                "tail",
                Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MS,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        2000));
    }

    /** Fails rather than skips where an offset is not there. */
    Consumer<String, byte[]> catchUpConsumer() {
        return consumer("catch-up", Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"));
    }

    private Consumer<String, byte[]> consumer(String name, Map<String, Object> settings) {
        Properties overrides = new Properties();
        settings.forEach((key, value) -> overrides.setProperty(key, value.toString()));
        // Unlike any other consumer's in the JVM, for its metrics are registered under this name.
        return consumers.createConsumer(null, "gateway-" + name, "-" + Ids.random(), overrides);
    }

    /** The offset the next record of the partition will get. */
    long end(int partition, Duration wait) throws InterruptedException, ExecutionException, TimeoutException {
        TopicPartition asked = new TopicPartition(topic, partition);
        return admin.listOffsets(Map.of(asked, OffsetSpec.latest()))
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
        return admin.listOffsets(asked, new ListOffsetsOptions().timeoutMs((int) LogRanges.WAIT.toMillis()))
                .all()
                .toCompletionStage();
    }

    /** The topic's identity, another one after it was deleted and made again. */
    UUID topicId() throws InterruptedException, ExecutionException, TimeoutException {
        Uuid id = Objects.requireNonNull(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get(LogRanges.WAIT.toMillis(), TimeUnit.MILLISECONDS)
                        .get(topic))
                .topicId();
        return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
    }
}
