package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.HistoryJson;
import dev.chatpipeline.contracts.HistoryKey;
import dev.chatpipeline.contracts.HistoryRecord;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.records.Said;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology on one partition, and the rows that a reader of {@code chat.history} gets from its output. */
final class Folding implements AutoCloseable {

    static final Duration POSITION_INTERVAL = Duration.ofMillis(50);

    private static final Topics TOPICS = new Topics("t.");

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> commands;
    private final TestInputTopic<String, byte[]> events;
    private final TestOutputTopic<String, byte[]> history;
    private final Map<String, HistoryRecord> rows = new TreeMap<>();
    private long commandCount;
    private long eventCount;
    private long records;

    Folding() {
        StreamsBuilder builder = new StreamsBuilder();
        HistoryTopology.build(builder, TOPICS, POSITION_INTERVAL, Stores::inMemoryKeyValueStore);
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(builder.build(), settings, Instant.EPOCH);
        commands = driver.createInputTopic(TOPICS.commands(), new StringSerializer(), new ByteArraySerializer());
        events = driver.createInputTopic(TOPICS.events(), new StringSerializer(), new ByteArraySerializer());
        history = driver.createOutputTopic(TOPICS.history(), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Appends a command and returns its offset. */
    long pipe(ChatCommand command) {
        return command(
                command.sessionId(),
                ChatJson.write(command),
                CommandHead.of(command, false).toHeaders());
    }

    /** Appends an event and returns its offset. */
    long pipe(Said said) {
        return event(
                said.event().sessionId(),
                ChatJson.write(said.event()),
                said.head().toHeaders());
    }

    long command(@Nullable String key, byte @Nullable [] value, Headers headers) {
        commands.pipeInput(new TestRecord<>(key, value, headers, Instant.EPOCH));
        return commandCount++;
    }

    long event(@Nullable String key, byte @Nullable [] value, Headers headers) {
        events.pipeInput(new TestRecord<>(key, value, headers, Instant.EPOCH));
        return eventCount++;
    }

    /** The current rows, by {@code session/message}. */
    Map<String, HistoryRecord> rows() {
        read();
        Map<String, HistoryRecord> messages = new TreeMap<>(rows);
        messages.values().removeIf(Position.class::isInstance);
        return messages;
    }

    /** The row of a message; null if there is none. */
    @Nullable
    MessageRow row(String sessionId, String messageId) {
        return (MessageRow) rows().get(new HistoryKey.OfRow(sessionId, messageId).text());
    }

    /** The last reported position; null before the first. */
    @Nullable
    Position position() {
        driver.advanceWallClockTime(POSITION_INTERVAL);
        read();
        return (Position) rows.get(new HistoryKey.OfPosition(0).text());
    }

    /** Number of records written to {@code chat.history} so far. */
    long records() {
        read();
        return records;
    }

    /** Number of records that could not be read. */
    long malformed() {
        return driver.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("malformed-records-total"))
                .mapToLong(metric -> ((Double) metric.getValue().metricValue()).longValue())
                .sum();
    }

    private void read() {
        for (TestRecord<String, byte[]> item : history.readRecordsToList()) {
            records++;
            if (item.value() == null) {
                rows.remove(item.key());
            } else {
                rows.put(item.key(), HistoryJson.read(HistoryKey.parse(item.key()), item.value()));
            }
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
