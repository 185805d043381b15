package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes the worker's records. The producer is idempotent with {@code acks=all}, so records of one session keep the
 * order in which they were sent.
 *
 * <p>Thread-safe. Call backs come on the producer's thread and must not wait.
 */
final class EventWriter {

    private final Topics topics;
    private final Producer<String, byte[]> producer;

    EventWriter(Topics topics, Producer<String, byte[]> producer) {
        this.topics = topics;
        this.producer = producer;
    }

    /** What became of a record. */
    interface Outcome {

        /** It is in the log. */
        void written(long offset);

        /** It may or may not come into the log later. */
        void failed(Exception cause);
    }

    void write(int partition, ChatEvent event, EventHead head, Outcome outcome) {
        send(topics.record(event, head, partition), outcome);
    }

    /** Puts a command that cannot be read aside for people, as it came, with the reason. */
    void setAside(ConsumerRecord<String, byte[]> command, String reason, LongConsumer written, Runnable failed) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                topics.commandsDlq(), command.partition(), command.key(), command.value(), command.headers());
        record.headers().add("reason", reason.getBytes(StandardCharsets.UTF_8));
        record.headers().add("offset", Long.toString(command.offset()).getBytes(StandardCharsets.UTF_8));
        send(record, new Outcome() {
            @Override
            public void written(long offset) {
                written.accept(offset);
            }

            @Override
            public void failed(Exception cause) {
                failed.run();
            }
        });
    }

    private void send(ProducerRecord<String, byte[]> record, Outcome outcome) {
        try {
            producer.send(record, (metadata, exception) -> {
                @Nullable Exception failure = exception;
                if (failure == null) {
                    outcome.written(metadata.offset());
                } else {
                    outcome.failed(failure);
                }
            });
        } catch (KafkaException e) {
            outcome.failed(e);
        }
    }
}
