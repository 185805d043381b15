package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.history.Schema;
import dev.chatpipeline.gateway.relay.Relay;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Waits until Kafka and Postgres answer, lays out topics and tables, and lets clients in. Until then readiness is false
 * and {@link NotReadyFilter} turns clients away; the services may be started in any order.
 */
@Component
class Preparation implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(Preparation.class);

    private static final Duration PROBE = Duration.ofSeconds(2);

    private final Admin admin;
    private final TopicProperties properties;
    private final Topics topics;
    private final Schema schema;
    private final Relay relay;
    private final NotReadyFilter filter;

    Preparation(
            @Lazy Admin admin,
            TopicProperties properties,
            Topics topics,
            Schema schema,
            Relay relay,
            NotReadyFilter filter) {
        this.admin = admin;
        this.properties = properties;
        this.topics = topics;
        this.schema = schema;
        this.relay = relay;
        this.filter = filter;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        waitFor("Kafka", this::kafkaAnswers);
        properties.settings().ensure(admin, topics);
        waitFor("Postgres", schema::isReachable);
        schema.migrate();
        relay.start();
        filter.letClientsIn();
    }

    private interface Probe {
        boolean answers() throws InterruptedException;
    }

    private static void waitFor(String what, Probe probe) throws InterruptedException {
        if (probe.answers()) {
            return;
        }
        log.info("Waiting for {} to answer.", what);
        while (!probe.answers()) {
            TimeUnit.MILLISECONDS.sleep(PROBE.toMillis() / 4);
        }
        log.info("{} answers.", what);
    }

    private boolean kafkaAnswers() throws InterruptedException {
        try {
            admin.describeCluster().nodes().get(PROBE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException | KafkaException | BeanCreationException e) {
            log.debug("Kafka: {}", e.toString());
            return false;
        }
    }
}
