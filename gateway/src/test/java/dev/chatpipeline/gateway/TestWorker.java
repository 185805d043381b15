package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker that writes exactly what a test tells it to. */
public final class TestWorker implements AutoCloseable {

    private final Topics topics;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> commands;
    private final List<Received> received = new ArrayList<>();

    /** A command as read from the log; its offset is the turn's number. */
    public record Received(int partition, long offset, CommandHead head, ChatCommand command) {}

    public TestWorker(Topics topics) {
        this.topics = topics;
        Map<String, Object> settings = ChatInfra.kafkaProperties();
        settings.put("linger.ms", 0);
        settings.put("auto.offset.reset", "earliest");
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        this.commands = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        commands.assign(IntStream.range(0, TestGateway.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topics.commands(), partition))
                .toList());
    }

    /** Waits until the session has this many commands and returns them. */
    public List<Received> commands(String sessionId, int count) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            List<Received> found = received.stream()
                    .filter(one -> one.command().sessionId().equals(sessionId))
                    .toList();
            if (found.size() >= count) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("commands of " + sessionId + ": " + found + " (expected: " + count + ")");
            }
            commands.poll(Duration.ofMillis(100)).forEach(record -> received.add(read(record)));
        }
    }

    private static Received read(ConsumerRecord<String, byte[]> record) {
        CommandHead head = CommandHead.from(record.headers());
        return new Received(
                record.partition(), record.offset(), head, ChatJson.readCommand(head.type(), record.value()));
    }

    /** All commands that are in the log now. */
    public List<Received> allCommands() {
        Map<TopicPartition, Long> ends = commands.endOffsets(commands.assignment());
        while (ends.entrySet().stream().anyMatch(end -> commands.position(end.getKey()) < end.getValue())) {
            commands.poll(Duration.ofMillis(100)).forEach(record -> received.add(read(record)));
        }
        return List.copyOf(received);
    }

    /** All records of the session that are in {@code chat.events} now. */
    public List<ConsumerRecord<String, byte[]>> events(String sessionId) {
        TopicPartition partition = new TopicPartition(topics.events(), SessionIds.partition(sessionId));
        Map<String, Object> settings = ChatInfra.kafkaProperties();
        settings.put("auto.offset.reset", "earliest");
        List<ConsumerRecord<String, byte[]>> events = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(events::add);
            }
        }
        events.removeIf(event -> !event.key().equals(sessionId));
        return events;
    }

    /** The answer to a turn, written event by event. Each method returns the offset of its event once that is in the log. */
    public final class Answer {

        private final Turn turn;
        private final int partition;
        private final StringBuilder text = new StringBuilder();
        private int attempt;
        private long seq;

        private Answer(Turn turn) {
            this.turn = turn;
            this.partition = SessionIds.partition(turn.sessionId());
        }

        public long introduce(String content) throws Exception {
            return append(turn.introduced(null, content));
        }

        public long queued(int ahead) throws Exception {
            return append(turn.queued(ahead));
        }

        /** Starts the next attempt. */
        public long start() throws Exception {
            attempt++;
            seq = 0;
            text.setLength(0);
            return append(turn.started(attempt));
        }

        public long chunk(String chunk) throws Exception {
            text.append(chunk);
            return chunk(attempt, seq++, chunk);
        }

        /** Writes many equal chunks and waits until all are in the log. */
        public void chunks(int count, String chunk) {
            for (int i = 0; i < count; i++) {
                text.append(chunk);
                producer.send(record(turn.chunk(attempt, seq++, chunk)));
            }
            producer.flush();
        }

        /** Writes a chunk of any attempt, as an overtaken worker does. */
        public long chunk(int ofAttempt, long withSeq, String chunk) throws Exception {
            return append(turn.chunk(ofAttempt, withSeq, chunk));
        }

        public long heartbeat() throws Exception {
            return append(turn.heartbeat(attempt));
        }

        public long complete() throws Exception {
            return append(turn.complete(attempt, seq, text.toString()));
        }

        public long cancelledBeforeStart() throws Exception {
            return append(turn.cancelled());
        }

        public long cancelled() throws Exception {
            return append(turn.cancelled(attempt, null, seq, text.toString()));
        }

        /** The id of the answer. */
        public String id() {
            return turn.answerId();
        }

        public String text() {
            return text.toString();
        }

        private long append(Said said) throws Exception {
            return producer.send(record(said)).get().offset();
        }

        private ProducerRecord<String, byte[]> record(Said said) {
            return topics.record(said.event(), said.head(), partition);
        }
    }

    public Answer answer(Received command) {
        return new Answer(Turn.of((ChatCommand.Ask) command.command(), command.offset()));
    }

    /** Waits for the session's first message and returns its answer. */
    public Answer answer(String sessionId) {
        return answer(commands(sessionId, 1).getFirst());
    }

    @Override
    public void close() {
        producer.close();
        commands.close();
    }
}
