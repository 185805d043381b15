package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.WorkerHarness.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.worker.dispatch.WorkerHarness.Logged;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A worker on real topics of commands and events. */
@UsesChatInfra
class WorkerOnTheLogTest {

    private static WorkerHarness harness;

    private final String session = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        harness = new WorkerHarness();
        harness.startWorker();
    }

    @AfterAll
    static void stop() {
        harness.close();
    }

    @Test
    void streamsAnAnswerTokenByToken() {
        long turn = harness.send(message(session, "m1", "tokens=20 rate=500 ttft=5"), true);

        ChatEvent.ChatComplete complete = (ChatEvent.ChatComplete) harness.end(session, turn);

        List<Logged> events = harness.events(session);
        assertThat(events).allMatch(Logged::counts);
        assertThat(events.getFirst().event()).isInstanceOf(ChatEvent.UserMessage.class);
        assertThat(events.get(1).event()).isInstanceOf(ChatEvent.ChatStarted.class);
        List<ChatEvent.ChatChunk> chunks = chunks(events, 1);
        assertThat(chunks)
                .hasSizeGreaterThan(1)
                .extracting(ChatEvent.ChatChunk::seq)
                .isSorted();
        assertThat(chunks.getLast().seq()).isEqualTo(chunks.size() - 1L);
        assertThat(complete.chunks()).isEqualTo(chunks.size());
        assertThat(complete.fullResponse()).isEqualTo(joined(chunks));
        assertThat(complete.provider()).isEqualTo("simulated");
        assertThat(complete.messageId()).isEqualTo(WorkerHarness.answerId(session, "m1"));
    }

    @Test
    void answersTurnsOfASessionOneAfterTheOtherWithTheConversationAsContext() {
        long first = harness.send(message(session, "m1", "tokens=10 rate=200 my name is Ada"), true);
        long second = harness.send(message(session, "m2", "recall tokens=5 rate=500"), false);

        ChatEvent.ChatComplete answer = (ChatEvent.ChatComplete) harness.end(session, second);

        assertThat(answer.fullResponse()).contains("my name is Ada");
        List<Logged> events = harness.events(session);
        assertThat(events).extracting(e -> e.event().type()).contains(EventType.CHAT_QUEUED);
        Logged firstEnd = only(events, first, EventType.CHAT_COMPLETE);
        Logged secondStart = only(events, second, EventType.CHAT_STARTED);
        assertThat(secondStart.offset()).isGreaterThan(firstEnd.offset());
        Logged shown = only(events, second, EventType.USER_MESSAGE);
        assertThat(shown.offset()).as("shown while the first still runs").isLessThan(firstEnd.offset());
        assertThat(((ChatEvent.UserMessage) shown.event()).parentId()).isEqualTo(WorkerHarness.answerId(session, "m1"));
    }

    @Test
    void sendingAMessageAgainChangesNothing() {
        long first = harness.send(message(session, "m1", "tokens=5 rate=500"), true);
        long resent = harness.send(message(session, "m1", "tokens=5 rate=500"), false);
        long next = harness.send(message(session, "m2", "tokens=5 rate=500"), false);

        harness.end(session, next);

        assertThat(harness.events(session)).noneMatch(e -> e.head().turn() == resent);
        assertThat(harness.end(session, first)).isInstanceOf(ChatEvent.ChatComplete.class);
    }

    @Test
    void stopsARunningAnswerAndKeepsWhatWasShown() {
        long turn = harness.send(message(session, "m1", "tokens=10000 rate=100 ttft=1"), true);
        harness.awaitEvent(
                session,
                e -> e.head().type() == EventType.CHAT_CHUNK && e.head().seq() >= 3);

        harness.send(new ChatCommand.Cancel(session, null, "user-2", Instant.now()), false);

        ChatEvent.ChatCancelled cancelled = (ChatEvent.ChatCancelled) harness.end(session, turn);
        List<ChatEvent.ChatChunk> chunks = chunks(harness.events(session), 1);
        assertThat(cancelled.partialResponse()).isEqualTo(joined(chunks)).isNotEmpty();
        assertThat(cancelled.chunks()).isEqualTo(chunks.size());
        assertThat(cancelled.cancelledBy()).isEqualTo("user-2");
    }

    @Test
    void stopsOneWaitingTurnAndNoOther() {
        long first = harness.send(message(session, "m1", "tokens=40 rate=100"), true);
        long second = harness.send(message(session, "m2", "tokens=3 rate=500"), false);
        long third = harness.send(message(session, "m3", "tokens=3 rate=500"), false);
        harness.send(
                new ChatCommand.Cancel(session, WorkerHarness.answerId(session, "m2"), "user-1", Instant.now()), false);

        ChatEvent.ChatCancelled cancelled = (ChatEvent.ChatCancelled) harness.end(session, second);
        assertThat(cancelled.attempt()).isZero();
        assertThat(harness.end(session, first)).isInstanceOf(ChatEvent.ChatComplete.class);
        assertThat(harness.end(session, third)).isInstanceOf(ChatEvent.ChatComplete.class);
        assertThat(only(harness.events(session), second, EventType.CHAT_CANCELLED)
                        .offset())
                .isLessThan(only(harness.events(session), first, EventType.CHAT_COMPLETE)
                        .offset());
    }

    @Test
    void refusesWhenBusyIfAskedTo() {
        long first = harness.send(message(session, "m1", "tokens=100 rate=100"), true);
        long waiting = harness.send(message(session, "m2", "tokens=3 rate=500"), false);
        long second = harness.send(message(session, "m3", "tokens=3", OnBusy.REJECT), false);

        ChatEvent.ChatError refused = (ChatEvent.ChatError) harness.end(session, second);

        assertThat(refused.code()).isEqualTo("session_busy");
        assertThat(refused.retryable()).isTrue();
        assertThat(harness.end(session, first)).isInstanceOf(ChatEvent.ChatComplete.class);
        assertThat(harness.end(session, waiting)).isInstanceOf(ChatEvent.ChatComplete.class);
        assertThat(onlyEnd(second).offset())
                .as("refused at once")
                .isLessThan(onlyEnd(first).offset());
    }

    @Test
    void interruptsWhatRunsAndWaitsIfAskedTo() {
        long first = harness.send(message(session, "m1", "tokens=10000 rate=100"), true);
        long second = harness.send(message(session, "m2", "tokens=3"), false);
        long third = harness.send(message(session, "m3", "tokens=3 rate=500", OnBusy.INTERRUPT), false);

        assertThat(harness.end(session, third)).isInstanceOf(ChatEvent.ChatComplete.class);
        assertThat(harness.end(session, first)).isInstanceOf(ChatEvent.ChatCancelled.class);
        assertThat(harness.end(session, second)).isInstanceOf(ChatEvent.ChatCancelled.class);
    }

    @Test
    void endsAMessageUnderAnUnknownParentAndGoesOn() {
        harness.end(session, harness.send(message(session, "m1", "tokens=3 rate=500"), true));
        long lost = harness.send(
                new ChatCommand.SendMessage(
                        session, "m2", "user-1", "default", "hi", false, "nowhere", OnBusy.ENQUEUE, Instant.now()),
                false);
        long next = harness.send(message(session, "m3", "tokens=3 rate=500"), false);

        assertThat(((ChatEvent.ChatError) harness.end(session, lost)).code()).isEqualTo("unknown_parent");
        assertThat(harness.end(session, next)).isInstanceOf(ChatEvent.ChatComplete.class);
        ChatEvent.UserMessage shown = (ChatEvent.UserMessage)
                only(harness.events(session), next, EventType.USER_MESSAGE).event();
        assertThat(shown.parentId()).isEqualTo(WorkerHarness.answerId(session, "m1"));
    }

    @Test
    void keepsTheTextOfAnAnswerThatFails() {
        long turn = harness.send(message(session, "m1", "tokens=20 rate=500 fail=stream_cut after=5"), true);

        ChatEvent.ChatError error = (ChatEvent.ChatError) harness.end(session, turn);

        assertThat(error.code()).isEqualTo("stream_cut");
        assertThat(error.partialResponse())
                .isEqualTo(joined(chunks(harness.events(session), 1)))
                .isNotEmpty();
    }

    @Test
    void setsAnUnreadableCommandAsideOnceAndMovesOn() {
        int partition = Topics.partitionOf(session, WorkerHarness.PARTITIONS);
        long unreadable = harness.send(new ProducerRecord<>(
                harness.topics.commands(), partition, session, "{".getBytes(StandardCharsets.UTF_8)));
        long turn = harness.send(message(session, "m1", "tokens=3 rate=500"), true);

        assertThat(harness.end(session, turn)).isInstanceOf(ChatEvent.ChatComplete.class);

        try (KafkaConsumer<String, byte[]> dlq = new KafkaConsumer<>(
                ChatInfra.kafkaProperties(), new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition tp = new TopicPartition(harness.topics.commandsDlq(), partition);
            dlq.assign(List.of(tp));
            dlq.seekToBeginning(List.of(tp));
            ConsumerRecords<String, byte[]> records = dlq.poll(Duration.ofSeconds(10));
            List<String> offsets = records.records(tp).stream()
                    .filter(r -> session.equals(r.key()))
                    .map(WorkerOnTheLogTest::offsetHeader)
                    .toList();
            assertThat(offsets).containsExactly(Long.toString(unreadable));
        }
    }

    @Test
    void neverCountsWhatAnotherWorkerWroteUnderALowerAttempt() {
        long turn = harness.send(message(session, "m1", "tokens=50 rate=100"), true);
        harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK);
        harness.write(new Chat(session).turn(turn, "m1").by("other").started(2));

        ChatEvent.ChatComplete complete = (ChatEvent.ChatComplete) harness.end(session, turn);

        assertThat(complete.attempt())
                .as("overtaken, the owner takes the turn back")
                .isEqualTo(3);
        assertThat(complete.fullResponse()).isEqualTo(joined(chunks(harness.events(session), 3)));
    }

    @Test
    void readsAColdSessionFromThePostgresRowsOnceTheProjectionCoversIt() {
        long turn = harness.send(message(session, "m9", "recall tokens=3 rate=500"), false);
        int partition = Topics.partitionOf(session, WorkerHarness.PARTITIONS);
        var jdbc = org.springframework.jdbc.core.simple.JdbcClient.create(harness.dataSource());
        String insert = """
                insert into message (session_id, message_id, parent_id, role, content, status, turn, log_partition,
                    created_at) values (?, ?, ?, ?, ?, 'complete', -1, ?, now())
                """;
        jdbc.sql(insert)
                .params(session, "q", null, "user", "the word is heliotrope", partition)
                .update();
        jdbc.sql(insert)
                .params(session, "a", "q", "assistant", "noted", partition)
                .update();
        jdbc.sql("insert into projection_position values (?, ?, ?)")
                .params(partition, Long.MAX_VALUE, Long.MAX_VALUE)
                .update();

        ChatEvent.ChatComplete complete = (ChatEvent.ChatComplete) harness.end(session, turn);

        assertThat(complete.fullResponse()).contains("the word is heliotrope");
        jdbc.sql("delete from projection_position").update();
    }

    private static String offsetHeader(ConsumerRecord<String, byte[]> record) {
        return new String(record.headers().lastHeader("offset").value(), StandardCharsets.UTF_8);
    }

    private static Logged only(List<Logged> events, long turn, EventType type) {
        List<Logged> found = events.stream()
                .filter(e -> e.head().turn() == turn && e.head().type() == type)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    private Logged onlyEnd(long turn) {
        List<Logged> ends = harness.events(session).stream()
                .filter(e -> e.head().turn() == turn && e.head().type().isEnd())
                .toList();
        assertThat(ends).hasSize(1);
        return ends.getFirst();
    }

    private static List<ChatEvent.ChatChunk> chunks(List<Logged> events, int attempt) {
        return events.stream()
                .filter(Logged::counts)
                .map(Logged::event)
                .filter(ChatEvent.ChatChunk.class::isInstance)
                .map(ChatEvent.ChatChunk.class::cast)
                .filter(chunk -> chunk.attempt() == attempt)
                .toList();
    }

    private static String joined(List<ChatEvent.ChatChunk> chunks) {
        return chunks.stream().map(ChatEvent.ChatChunk::chunk).collect(Collectors.joining());
    }
}
