package dev.chatpipeline.kafka;

import dev.chatpipeline.contracts.TopicSetup;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that a service needs before it can start.
 *
 * @param name       its name in the log
 * @param tryPrepare prepares it. Returns null once that is done, or why it is not possible yet. Throws if waiting cannot help
 */
public record Dependency(String name, Supplier<@Nullable String> tryPrepare) {

    /** The topics: missing ones are created, existing ones are checked. */
    public static Dependency topics(KafkaClients clients) {
        TopicProperties properties = clients.topics();
        TopicSetup setup = new TopicSetup(properties.topics(), properties.layout());
        return new Dependency("Kafka", () -> setup.tryEnsure(clients.adminSettings()));
    }
}
