package dev.chatpipeline.worker.log;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the worker's records. The producer is idempotent with {@code acks=all}, so the records of one session keep the
 * order in which they were sent.
 *
 * <p>Thread-safe. Outcomes are told on the producer's thread and must not block it.
 */
public final class EventWriter {

    private final Topics topics;
    private final Producer<String, byte[]> producer;
    private final WriteFailures failures = new WriteFailures();

    public EventWriter(Topics topics, Producer<String, byte[]> producer) {
        this.topics = topics;
        this.producer = producer;
    }

    /** Learns what became of a record; exactly one of the two is called. */
    public interface Outcome {

        /** The record is in the log, at this offset. */
        void written(long offset);

        /** The record was not acknowledged; it may still get into the log later. */
        void failed();
    }

    /** Writes an event. */
    public void write(int partition, ChatEvent event, EventHead head, Outcome outcome) {
        send(topics.record(event, head, partition), outcome, cause -> failures.report(head.type(), cause));
    }

    /** Copies a command that cannot be read to the dead-letter topic, unchanged, with the reason. */
    public void setAside(ConsumerRecord<String, byte[]> command, String reason, Outcome outcome) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                topics.commandsDlq(), command.partition(), command.key(), command.value(), command.headers());
        record.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
        record.headers().add("offset", Long.toString(command.offset()).getBytes(StandardCharsets.UTF_8));
        send(record, outcome, cause -> {});
    }

    private void send(ProducerRecord<String, byte[]> record, Outcome outcome, FailureReport report) {
        try {
            producer.send(record, (metadata, exception) -> {
                @Nullable Exception failure = exception;
                if (failure == null) {
                    outcome.written(metadata.offset());
                } else {
                    report.of(failure);
                    outcome.failed();
                }
            });
        } catch (KafkaException e) {
            report.of(e);
            outcome.failed();
        }
    }

    private interface FailureReport {
        void of(Exception cause);
    }
}
