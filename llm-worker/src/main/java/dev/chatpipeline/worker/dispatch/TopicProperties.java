package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.TopicSettings;
import dev.chatpipeline.contracts.Topics;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The topics' names and layout, see {@link Topics} and {@link TopicSettings}. */
@ConfigurationProperties("chat.topics")
public record TopicProperties(
        @DefaultValue(Topics.DEFAULT_PREFIX) String prefix,
        @DefaultValue("12") int partitions,
        @DefaultValue("3") int replication,
        @DefaultValue("2") int minIsr,
        @DefaultValue("8388608") int maxMessageBytes) {

    Topics topics() {
        return new Topics(prefix);
    }

    TopicSettings settings() {
        return new TopicSettings(partitions, replication, minIsr, maxMessageBytes);
    }
}
