package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.ChatInfra;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker that writes to the log what a test tells it to. */
public final class TestWorker implements AutoCloseable {

    private final Topics topics;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> commands;
    private final List<Received> received = new ArrayList<>();

    /** A command as found in the log; its offset is the turn. */
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

    /** The session's commands, once there are so many. */
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

    /** All commands that are in the log by now. */
    public List<Received> allCommands() {
        Map<TopicPartition, Long> ends = commands.endOffsets(commands.assignment());
        while (ends.entrySet().stream().anyMatch(end -> commands.position(end.getKey()) < end.getValue())) {
            commands.poll(Duration.ofMillis(100)).forEach(record -> received.add(read(record)));
        }
        return List.copyOf(received);
    }

    /** The session's partition of {@code chat.events} from its start, as it is now. */
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
        return events;
    }

    /** The answer to a turn, event by event; each is in the log when its method returns its offset. */
    public final class Answer {

        private final String sessionId;
        private final long turn;
        private final String questionId;
        private final String answerId;
        private final int partition;
        private final StringBuilder text = new StringBuilder();
        private int attempt;
        private long seq;

        Answer(String sessionId, long turn, String questionId, String answerId) {
            this.sessionId = sessionId;
            this.turn = turn;
            this.questionId = questionId;
            this.answerId = answerId;
            this.partition = SessionIds.partition(sessionId);
        }

        public long introduce(String content) throws Exception {
            return append(
                    new ChatEvent.UserMessage(
                            sessionId, questionId, Instant.now(), null, "someone", "default", content, answerId),
                    new EventHead(EventType.USER_MESSAGE, turn, 0, 0, questionId, "test"));
        }

        public long queued(int ahead) throws Exception {
            return append(
                    new ChatEvent.ChatQueued(sessionId, answerId, Instant.now(), ahead),
                    head(EventType.CHAT_QUEUED, 0));
        }

        public long start() throws Exception {
            attempt++;
            seq = 0;
            text.setLength(0);
            return append(
                    new ChatEvent.ChatStarted(
                            sessionId, answerId, Instant.now(), questionId, attempt, "simulated", "simulated"),
                    head(EventType.CHAT_STARTED, 0));
        }

        public long chunk(String chunk) throws Exception {
            text.append(chunk);
            return chunk(attempt, seq++, chunk);
        }

        /** Many chunks, all in the log when this returns. */
        public void chunks(int count, String chunk) throws Exception {
            for (int i = 0; i < count; i++) {
                text.append(chunk);
                producer.send(topics.record(
                        new ChatEvent.ChatChunk(sessionId, answerId, Instant.now(), attempt, seq, chunk),
                        new EventHead(EventType.CHAT_CHUNK, turn, attempt, seq, answerId, "test"),
                        partition));
                seq++;
            }
            producer.flush();
        }

        /** A chunk of whatever attempt, as a worker writes it that was superseded. */
        public long chunk(int ofAttempt, long withSeq, String chunk) throws Exception {
            return append(
                    new ChatEvent.ChatChunk(sessionId, answerId, Instant.now(), ofAttempt, withSeq, chunk),
                    new EventHead(EventType.CHAT_CHUNK, turn, ofAttempt, withSeq, answerId, "test"));
        }

        public long heartbeat() throws Exception {
            return append(
                    new ChatEvent.ChatHeartbeat(sessionId, answerId, Instant.now(), attempt),
                    head(EventType.CHAT_HEARTBEAT, 0));
        }

        public long complete() throws Exception {
            return append(
                    new ChatEvent.ChatComplete(
                            sessionId,
                            answerId,
                            Instant.now(),
                            attempt,
                            seq,
                            text.toString(),
                            "stop",
                            "simulated",
                            "simulated",
                            null,
                            1L,
                            2L),
                    head(EventType.CHAT_COMPLETE, seq));
        }

        public long cancelledBeforeStart() throws Exception {
            return append(
                    new ChatEvent.ChatCancelled(sessionId, answerId, Instant.now(), 0, null, 0, "", "someone"),
                    new EventHead(EventType.CHAT_CANCELLED, turn, 0, 0, answerId, "test")
                            .answering(questionId, "default"));
        }

        public long cancelled() throws Exception {
            return append(
                    new ChatEvent.ChatCancelled(
                            sessionId, answerId, Instant.now(), attempt, null, seq, text.toString(), "someone"),
                    head(EventType.CHAT_CANCELLED, seq));
        }

        /** Of the answer. */
        public String id() {
            return answerId;
        }

        public String text() {
            return text.toString();
        }

        private EventHead head(EventType type, long withSeq) {
            int ofAttempt = type == EventType.CHAT_QUEUED ? 0 : attempt;
            return new EventHead(type, turn, ofAttempt, withSeq, answerId, "test").answering(questionId, "default");
        }

        private long append(ChatEvent event, EventHead head) throws Exception {
            return producer.send(topics.record(event, head, partition)).get().offset();
        }
    }

    public Answer answer(Received command) {
        ChatCommand.Ask ask = (ChatCommand.Ask) command.command();
        return new Answer(ask.sessionId(), command.offset(), ask.requestId(), ask.answerId());
    }

    @Override
    public void close() {
        producer.close();
        commands.close();
    }
}
