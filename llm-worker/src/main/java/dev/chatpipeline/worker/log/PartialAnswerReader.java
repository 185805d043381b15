package dev.chatpipeline.worker.log;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.MalformedRecordException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from the log what an attempt had shown when it was cut. That is rare, so each time opens a consumer of its own. */
public final class PartialAnswerReader {

    private static final Logger log = LoggerFactory.getLogger(PartialAnswerReader.class);

    private static final Duration POLL = Duration.ofMillis(500);

    /** Pause before the next attempt when Kafka does not answer. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final String topic;
    private final Supplier<Consumer<String, byte[]>> consumers;

    public PartialAnswerReader(String topic, Supplier<Consumer<String, byte[]>> consumers) {
        this.topic = topic;
        this.consumers = consumers;
    }

    /**
     * Blocks until the answer has been read, so it is not for a lane's mailbox.
     *
     * @param open   the attempt that was cut
     * @param end    the offset of {@code chat.events} before which that attempt counted
     * @param wanted asked before each attempt to read
     * @return null when the answer is no longer wanted
     */
    public @Nullable PartialAnswer read(
            int partition, String sessionId, OpenAttempt open, long end, BooleanSupplier wanted) {
        while (wanted.getAsBoolean()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                return read(consumer, new TopicPartition(topic, partition), sessionId, open, end);
            } catch (KafkaException e) {
                log.warn("The partial answer of a cut attempt cannot be read yet: {}", e.toString());
                LockSupport.parkNanos(RETRY.toNanos());
            }
        }
        return null;
    }

    private static PartialAnswer read(
            Consumer<String, byte[]> consumer, TopicPartition tp, String sessionId, OpenAttempt open, long end) {
        consumer.assign(List.of(tp));
        consumer.seek(tp, open.startedAt());
        StringBuilder text = new StringBuilder();
        long chunks = 0;
        while (consumer.position(tp) < end) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                boolean wanted = sessionId.equals(record.key()) && record.offset() < end;
                String piece = wanted ? piece(record, open, chunks) : "";
                if (!piece.isEmpty()) {
                    text.append(piece);
                    chunks++;
                }
            }
        }
        return new PartialAnswer(open.number(), chunks, text.toString());
    }

    private static String piece(ConsumerRecord<String, byte[]> record, OpenAttempt open, long expectedSeq) {
        try {
            EventHead head = EventHead.from(record.headers());
            boolean next = head.type() == EventType.CHAT_CHUNK
                    && head.turn() == open.turn()
                    && head.attempt() == open.number()
                    && head.seq() == expectedSeq;
            return next && ChatJson.readEvent(head.type(), record.value()) instanceof ChatEvent.ChatChunk chunk
                    ? chunk.chunk()
                    : "";
        } catch (MalformedRecordException e) {
            return "";
        }
    }
}
