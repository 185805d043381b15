package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** {@code chat.commands} as the gateway writes it: what is acknowledged is durable. */
public final class CommandLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CommandLog.class);

    private final DefaultKafkaProducerFactory<String, byte[]> producers;
    private final KafkaTemplate<String, byte[]> kafka;
    private final Topics topics;
    private final int partitions;

    /**
     * @param properties      of the producer, as configured
     * @param maxRequestBytes the largest record
     * @param timeout         how long an append may take; then the client is told to try again, which is safe
     */
    public CommandLog(
            Map<String, Object> properties, Topics topics, int partitions, int maxRequestBytes, Duration timeout) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                timeout.dividedBy(2).toMillis());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRequestBytes);
        this.producers =
                new DefaultKafkaProducerFactory<>(settings, new StringSerializer(), new ByteArraySerializer(), false);
        this.kafka = new KafkaTemplate<>(producers);
        kafka.setProducerListener(null); // failures are logged here, without what users wrote
        this.topics = topics;
        this.partitions = partitions;
    }

    /**
     * Appends a command. Calls of one thread are appended in their order.
     *
     * @param opens whether nothing of its session can be in the log before it
     * @return done when the command is durable; fails with a {@link Rejection}, {@code log_unavailable}
     */
    CompletableFuture<Void> append(ChatCommand command, boolean opens) {
        CompletableFuture<?> sent;
        try {
            sent = kafka.send(topics.record(command, opens, partitions));
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            sent = CompletableFuture.failedFuture(e);
        }
        return sent.handle((result, failure) -> {
            if (failure != null) {
                log.warn(
                        "{} of session {} not appended: {}",
                        command.type(),
                        command.sessionId(),
                        rootOf(failure).toString());
                throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log does not answer; try again.", failure);
            }
            return null;
        });
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
