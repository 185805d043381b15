package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.TopicSetup;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.history.Schema;
import dev.chatpipeline.gateway.relay.Relay;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Waits until Kafka and Postgres answer, lays out topics and tables, and lets clients in. Until then readiness is false
 * and {@link NotReadyFilter} turns clients away; the services may be started in any order.
 */
@Component
class Preparation implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    /** Between two questions whether a service answers. */
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final KafkaAdmin kafka;
    private final TopicProperties properties;
    private final Topics topics;
    private final Schema schema;
    private final Relay relay;
    private final NotReadyFilter filter;

    Preparation(
            KafkaAdmin kafka,
            TopicProperties properties,
            Topics topics,
            Schema schema,
            Relay relay,
            NotReadyFilter filter) {
        this.kafka = kafka;
        this.properties = properties;
        this.topics = topics;
        this.schema = schema;
        this.relay = relay;
        this.filter = filter;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        waitFor("Kafka", this::tryLayOutTopics);
        waitFor("Postgres", schema::tryMigrate);
        waitFor("Kafka", relay::tryStart);
        filter.letClientsIn();
    }

    /** @param prepare says why it could not be done now, null when it was */
    private static void waitFor(String what, Supplier<@Nullable String> prepare) throws InterruptedException {
        @Nullable String whyNot = prepare.get();
        if (whyNot == null) {
            return;
        }
        log.info("Waiting for {}: {}", what, whyNot);
        while (prepare.get() != null) {
            Thread.sleep(AGAIN);
        }
        log.info("{} answers.", what);
    }

    private @Nullable String tryLayOutTopics() {
        return new TopicSetup(topics, properties.settings()).tryEnsure(kafka.getConfigurationProperties());
    }
}
