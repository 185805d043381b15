package dev.chatpipeline.kafka;

import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.properties.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Names and layout of the topics. All services of an installation must have the same values.
 *
 * @param prefix          precedes each topic's name, so that several installations can share a cluster
 * @param partitions      partitions of each topic; no more than this many workers can share the load
 * @param replication     replicas of each partition, at most the number of brokers
 * @param minIsr          replicas that must have a record before it is acknowledged; at most {@code replication}
 * @param maxMessageBytes maximum size of a record; the last event of an answer repeats all of its text
 */
@Validated
@ConfigurationProperties("chat.topics")
public record TopicProperties(
        @DefaultValue(Topics.DEFAULT_PREFIX) @Pattern(regexp = "[a-zA-Z0-9._-]{0,100}")
        String prefix,

        @DefaultValue("" + TopicLayout.DEFAULT_PARTITIONS) @Min(1) @Max(10_000)
        int partitions,

        @DefaultValue("3") @Min(1) @Max(100) int replication,

        @DefaultValue("2") @Min(1) @Max(100) int minIsr,

        @DefaultValue("8MB") @DataSizeRange(min = "1MB") DataSize maxMessageBytes) {

    public TopicProperties {
        if (minIsr > replication) {
            throw new IllegalArgumentException(
                    "chat.topics.min-isr: " + minIsr + " (expected: <= chat.topics.replication, " + replication + ")");
        }
    }

    /** The names of the topics. */
    public Topics topics() {
        return new Topics(prefix);
    }

    /** The layout of the topics. */
    public TopicLayout layout() {
        return new TopicLayout(partitions, replication, minIsr, maxRecordBytes());
    }

    /** Maximum size of a record in bytes. */
    int maxRecordBytes() {
        return Math.toIntExact(maxMessageBytes.toBytes());
    }
}
