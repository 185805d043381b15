package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.Topics;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the topics are laid out; the same in every service.
 *
 * @param prefix          before each name
 * @param partitions      of every topic
 * @param replication     copies of each partition
 * @param minIsr          copies that must have a record before it is acknowledged
 * @param maxMessageBytes the largest record
 */
@ConfigurationProperties("chat.topics")
record TopicProperties(
        @DefaultValue(Topics.DEFAULT_PREFIX) String prefix,
        @DefaultValue("" + TopicLayout.DEFAULT_PARTITIONS) int partitions,
        @DefaultValue("3") int replication,
        @DefaultValue("2") int minIsr,
        @DefaultValue("8MB") DataSize maxMessageBytes) {

    TopicLayout settings() {
        return new TopicLayout(partitions, replication, minIsr, (int) maxMessageBytes.toBytes());
    }
}
