package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.MalformedRecordException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads back from the log what an attempt showed that nobody goes on with. Rare, so each reading has its own consumer. */
final class KeptText {

    private static final Logger LOG = LoggerFactory.getLogger(KeptText.class);

    private static final Duration POLL = Duration.ofMillis(500);

    /** Between tries when Kafka does not answer. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final String topic;
    private final Supplier<Consumer<String, byte[]>> consumers;

    KeptText(String topic, Supplier<Consumer<String, byte[]>> consumers) {
        this.topic = topic;
        this.consumers = consumers;
    }

    /**
     * Blocks until it is read, so not for a lane's mailbox.
     *
     * @param end the offset of {@code chat.events} before which the attempt counted
     * @return null when nobody may write the end any more
     */
    @Nullable
    Kept of(OwnedPartition partition, String sessionId, OpenTurn open, long end) {
        while (!partition.isGone()) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                return read(consumer, new TopicPartition(topic, partition.partition()), sessionId, open, end);
            } catch (KafkaException e) {
                LOG.warn("The text of a cut answer cannot be read yet: {}", e.toString());
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
        return null;
    }

    private static Kept read(
            Consumer<String, byte[]> consumer, TopicPartition tp, String sessionId, OpenTurn open, long end) {
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
        return new Kept(open.attempt(), chunks, text.toString());
    }

    private static String piece(ConsumerRecord<String, byte[]> record, OpenTurn open, long expectedSeq) {
        try {
            EventHead head = EventHead.from(record.headers());
            boolean next = head.type() == EventType.CHAT_CHUNK
                    && head.turn() == open.turn()
                    && head.attempt() == open.attempt()
                    && head.seq() == expectedSeq;
            return next && ChatJson.readEvent(head.type(), record.value()) instanceof ChatEvent.ChatChunk chunk
                    ? chunk.chunk()
                    : "";
        } catch (MalformedRecordException e) {
            return "";
        }
    }
}
