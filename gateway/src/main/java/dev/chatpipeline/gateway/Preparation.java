package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.history.Schema;
import dev.chatpipeline.gateway.relay.Relay;
import java.time.Duration;
import java.util.function.BooleanSupplier;
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
        waitFor("Kafka", this::topicsAreLaidOut);
        waitFor("Postgres", schema::isReachable);
        schema.migrate();
        relay.start();
        filter.letClientsIn();
    }

    private static void waitFor(String what, BooleanSupplier answers) throws InterruptedException {
        if (answers.getAsBoolean()) {
            return;
        }
        log.info("Waiting for {} to answer.", what);
        while (!answers.getAsBoolean()) {
            Thread.sleep(AGAIN);
        }
        log.info("{} answers.", what);
    }

    private boolean topicsAreLaidOut() {
        String whyNot = properties.settings().tryEnsure(kafka.getConfigurationProperties(), topics);
        log.debug("Kafka: {}", whyNot);
        return whyNot == null;
    }
}
