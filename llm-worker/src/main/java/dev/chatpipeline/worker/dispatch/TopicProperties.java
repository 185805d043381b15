package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.Topics;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The topics' names and layout, see {@link Topics} and {@link TopicLayout}. */
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

    TopicLayout settings() {
        return new TopicLayout(partitions, replication, minIsr, maxMessageBytes);
    }
}
