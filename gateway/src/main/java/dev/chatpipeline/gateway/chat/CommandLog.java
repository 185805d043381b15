package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.kafka.KafkaClients;
import dev.chatpipeline.kafka.TopicProperties;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code chat.commands} as the gateway writes it: what is acknowledged is durable. Thread-safe. */
public final class CommandLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CommandLog.class);

    private final KafkaClients clients;
    private final TopicProperties topics;
    private final Duration timeout;
    private volatile @Nullable Producer<String, byte[]> producer;

    /** @param timeout how long an append may take; then the client is told to try again, which is safe */
    public CommandLog(KafkaClients clients, Duration timeout) {
        this.clients = clients;
        this.topics = clients.topics();
        this.timeout = timeout;
    }

    /**
     * Appends a command. Calls of one thread are appended in their order.
     *
     * @param opens whether nothing of its session can be in the log before it
     * @return done when the command is durable; fails with a {@link Rejection}, {@code log_unavailable}
     */
    CompletableFuture<Void> append(ChatCommand command, boolean opens) {
        CompletableFuture<Void> appended = new CompletableFuture<>();
        try {
            producer()
                    .send(
                            topics.topics().record(command, opens, topics.partitions()),
                            (metadata, failure) -> complete(appended, command, failure));
        } catch (KafkaException | IllegalStateException e) {
            complete(appended, command, e);
        }
        return appended;
    }

    /** Created when it is first used: before Kafka was there its name may not have been resolvable. */
    private Producer<String, byte[]> producer() {
        Producer<String, byte[]> created = producer;
        return created == null ? create() : created;
    }

    private synchronized Producer<String, byte[]> create() {
        Producer<String, byte[]> created = producer;
        if (created == null) {
            created = clients.producer("commands", timeout);
            producer = created;
        }
        return created;
    }

    private static void complete(CompletableFuture<Void> appended, ChatCommand command, @Nullable Exception failure) {
        if (failure == null) {
            appended.complete(null);
            return;
        }
        log.warn(
                "{} of session {} not appended: {}",
                command.type(),
                command.sessionId(),
                rootOf(failure).toString());
        appended.completeExceptionally(
                new Rejection(FailureCode.LOG_UNAVAILABLE, "The log does not answer; try again.", failure));
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
        }
    }
}
