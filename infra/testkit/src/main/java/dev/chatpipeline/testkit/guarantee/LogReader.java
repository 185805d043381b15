package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads whole topics, up to the end that they have when it is asked. */
public final class LogReader {

    /** Reading fails if no record comes for this long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String bootstrapServers;

    public LogReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Commands and events; what cannot be read as such is left out, as every reader does. */
    public Log read(Topics topics) {
        List<CommandRecord> commands = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(topics.commands())) {
            try {
                CommandHead head = CommandHead.from(record.headers());
                ChatCommand command = ChatJson.readCommand(head.type(), record.value());
                commands.add(new CommandRecord(record.partition(), record.offset(), head, command));
            } catch (MalformedRecordException e) {
                // Such a command goes to the dead letter topic and makes no turn.
            }
        }
        List<EventRecord> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(topics.events())) {
            try {
                EventHead head = EventHead.from(record.headers());
                ChatEvent event = ChatJson.readEvent(head.type(), record.value());
                events.add(new EventRecord(record.partition(), record.offset(), record.key(), head, event));
            } catch (MalformedRecordException e) {
                // No worker wrote it, and no reader counts it.
            }
        }
        return new Log(commands, events);
    }

    /** Every record of the topic, ordered by partition and offset. */
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "none",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false);
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return readTo(consumer.endOffsets(partitions), consumer);
        }
    }

    private static List<ConsumerRecord<String, byte[]>> readTo(
            Map<TopicPartition, Long> ends, Consumer<String, byte[]> consumer) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            int before = records.size();
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            if (records.size() > before) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no record within " + PATIENCE + " before the ends " + ends);
            }
        }
        records.removeIf(record ->
                record.offset() >= ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L));
        records.sort(Comparator.comparingInt((ConsumerRecord<String, byte[]> record) -> record.partition())
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }
}
