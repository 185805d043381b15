package dev.chatpipeline.contracts;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The layout of the topics. All services of an installation must agree on it.
 *
 * @param partitions      partitions of each topic; all topics have the same number, so that a session has one partition number
 * @param replication     replicas of each partition
 * @param minIsr          replicas that must have a record before it is acknowledged
 * @param maxMessageBytes maximum size of a record; the last event of an answer repeats all of its text
 */
public record TopicLayout(int partitions, int replication, int minIsr, int maxMessageBytes) {

    /** Enough for 12 workers, small enough for a laptop. */
    public static final int DEFAULT_PARTITIONS = 12;

    /** 8 MiB; Kafka's default of 1 MiB is too small for the last event of a long answer. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    private static final Duration SIGNALS_RETENTION = Duration.ofMinutes(10);

    public TopicLayout {
        if (partitions < 1 || replication < 1 || minIsr < 1 || minIsr > replication) {
            throw new IllegalArgumentException("topics: partitions " + partitions + ", replication " + replication
                    + ", min-isr " + minIsr + " (expected: all >= 1, min-isr <= replication)");
        }
    }

    /** For a single broker, without replicas. */
    public static TopicLayout standalone() {
        return new TopicLayout(DEFAULT_PARTITIONS, 1, 1, DEFAULT_MAX_MESSAGE_BYTES);
    }

    /** The topics to create. */
    List<NewTopic> of(Topics topics) {
        Map<String, String> forEver = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
        Map<String, String> compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        Map<String, String> minutes =
                Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(SIGNALS_RETENTION.toMillis()));
        return List.of(
                topic(topics.commands(), forEver),
                topic(topics.events(), forEver),
                topic(topics.history(), compacted),
                topic(topics.signals(), minutes),
                topic(topics.commandsDlq(), forEver));
    }

    private NewTopic topic(String name, Map<String, String> retention) {
        Map<String, String> configs = new HashMap<>(retention);
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minIsr));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
        return new NewTopic(name, partitions, (short) replication).configs(configs);
    }
}
