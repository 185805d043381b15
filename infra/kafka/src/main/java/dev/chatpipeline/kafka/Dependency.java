package dev.chatpipeline.kafka;

import dev.chatpipeline.contracts.TopicSetup;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something a service cannot begin without.
 *
 * @param name       what people call it
 * @param tryPrepare prepares it; says why that is not possible yet, or null when it is done. Throws when waiting cannot
 *                   help
 */
public record Dependency(String name, Supplier<@Nullable String> tryPrepare) {

    /** The topics: created where they are missing, checked where they exist. */
    public static Dependency topics(KafkaClients clients) {
        TopicProperties properties = clients.topics();
        TopicSetup setup = new TopicSetup(properties.topics(), properties.layout());
        return new Dependency("Kafka", () -> setup.tryEnsure(clients.adminSettings()));
    }
}
