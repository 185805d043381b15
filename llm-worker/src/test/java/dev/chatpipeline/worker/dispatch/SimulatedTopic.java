package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** The only partition of a topic: its records by offset. */
final class SimulatedTopic {

    static final int PARTITION = 0;
    static final int PARTITIONS = 1;

    private final String name;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    SimulatedTopic(String name) {
        this.name = name;
    }

    long append(ProducerRecord<String, byte[]> record) {
        long offset = end();
        records.add(new ConsumerRecord<>(
                name,
                PARTITION,
                offset,
                ConsumerRecord.NO_TIMESTAMP,
                TimestampType.NO_TIMESTAMP_TYPE,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty()));
        return offset;
    }

    ConsumerRecord<String, byte[]> at(long offset) {
        return records.get(Math.toIntExact(offset));
    }

    /** The offset that the next record will get. */
    long end() {
        return records.size();
    }

    List<ConsumerRecord<String, byte[]>> records() {
        return Collections.unmodifiableList(records);
    }

    /** A consumer of the records that are in the topic now. */
    Consumer<String, byte[]> reader() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updateBeginningOffsets(Map.of(new TopicPartition(name, PARTITION), 0L));
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        return consumer;
    }
}
