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

/** Appends commands to {@code chat.commands}. A command that has been acknowledged is durable. Thread-safe. */
public final class CommandLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CommandLog.class);

    private final KafkaClients clients;
    private final TopicProperties topics;
    private final Duration timeout;
    private volatile @Nullable Producer<String, byte[]> producer;

    /** @param timeout how long an append may take before the client is told to try again, which is safe */
    public CommandLog(KafkaClients clients, Duration timeout) {
        this.clients = clients;
        this.topics = clients.topics();
        this.timeout = timeout;
    }

    /**
     * Appends a command. Calls from one thread keep their order.
     *
     * @param opens whether no record of its session can precede it
     * @return completes once the command is durable; fails with a {@link Rejection} ({@code log_unavailable})
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

    /** Created on first use, because its constructor fails while the broker's host name does not resolve. */
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
                "Cannot append {} of session {}: {}",
                command.type(),
                command.sessionId(),
                rootCause(failure).toString());
        appended.completeExceptionally(
                new Rejection(FailureCode.LOG_UNAVAILABLE, "The log is not responding; try again.", failure));
    }

    private static Throwable rootCause(Throwable failure) {
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
