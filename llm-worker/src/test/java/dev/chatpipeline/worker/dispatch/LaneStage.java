package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.lane.LaneContext;
import dev.chatpipeline.worker.lane.LaneLimits;
import dev.chatpipeline.worker.log.EventWriter;
import dev.chatpipeline.worker.log.PartialAnswerReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** A partition with its real lanes, around which nothing happens but what a test says: one thread, one clock. */
final class LaneStage {

    static final String SESSION = "s";
    static final String SELF = "me";
    static final Duration RETRY = Duration.ofMillis(500);
    static final Duration LEASE = Duration.ofSeconds(6);
    static final Duration STALL = Duration.ofSeconds(60);
    static final int MAX_ANSWER_BYTES = 20;
    static final int POISON_TRIES = 2;

    private record Sent(ProducerRecord<String, byte[]> record, Callback callback) {}

    private record Wake(Instant at, Runnable task) {}

    /** An event that was sent, whatever became of it. */
    record Written(EventHead head, ChatEvent event) {

        @Override
        public String toString() {
            return head.type().wire() + (head.attempt() == 0 ? "" : " " + head.attempt());
        }
    }

    final ScriptedModel model = new ScriptedModel();
    final OwnedPartition partition;
    private final Topics topics = new Topics(Topics.DEFAULT_PREFIX);
    private final SimulatedTopic commands = new SimulatedTopic(topics.commands());
    private final SimulatedTopic events = new SimulatedTopic(topics.events());
    private final Deque<Sent> underWay = new ArrayDeque<>();
    private final List<Written> written = new ArrayList<>();
    private final PriorityQueue<Wake> wakes = new PriorityQueue<>(Comparator.comparing(Wake::at));
    private final CommandRouter router;
    private boolean projected;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    LaneStage() {
        LaneContext context = new LaneContext(
                new LaneContext.Log(
                        SELF,
                        new EventWriter(topics, new StagedProducer()),
                        new PartialAnswerReader(topics.events(), events::reader)),
                new LaneContext.Sources(model, (session, number, before, position) -> rows(session)),
                new LaneContext.Run(
                        Runnable::run, (delay, task) -> wakes.add(new Wake(now.plus(delay), task)), clock()),
                new AnswerPermits(10),
                new LaneLimits(
                        LEASE,
                        RETRY,
                        new LaneLimits.AnswerLimits(MAX_ANSWER_BYTES, STALL),
                        new LaneLimits.MemoryLimits(100_000, Duration.ofHours(1)),
                        POISON_TRIES));
        this.partition = new OwnedPartition(SimulatedTopic.PARTITION, null, context, new Backlog(100));
        this.router = new CommandRouter(context);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    private Optional<Conversation> rows(String session) {
        return projected ? Optional.of(new Conversation(session)) : Optional.empty();
    }

    /** The projection comes far enough, and cold sessions read their rows, of which there are none. */
    void readRows() {
        projected = true;
        pass(RETRY);
    }

    /** The log has been read up to its end at the assignment. */
    LaneStage ready() {
        partition.tail().endFound(events.end());
        partition.tail().position(events.end());
        partition.control().endFound(commands.end());
        partition.control().position(commands.end());
        return this;
    }

    /** The session's first message; returns its turn. */
    long open(String id) {
        return command(message(id, OnBusy.ENQUEUE), true);
    }

    /** A further message; returns its turn. */
    long send(String id) {
        return send(id, OnBusy.ENQUEUE);
    }

    long send(String id, OnBusy onBusy) {
        return command(message(id, onBusy), false);
    }

    /** Puts a command into the log; the poller and the control reader both read it. */
    long command(ChatCommand command, boolean opens) {
        long offset = commands.append(topics.record(command, opens, SimulatedTopic.PARTITIONS));
        ConsumerRecord<String, byte[]> record = commands.at(offset);
        router.route(record, partition);
        partition.control().record(record);
        return offset;
    }

    long cancel(String messageId) {
        return command(new ChatCommand.Cancel(SESSION, answerId(messageId), "user", now), false);
    }

    static ChatCommand.SendMessage message(String id, OnBusy onBusy) {
        return new ChatCommand.SendMessage(
                SESSION,
                id,
                "user",
                "default",
                "text of " + id,
                true,
                null,
                onBusy,
                Instant.parse("2026-01-01T12:00:00Z"));
    }

    static String answerId(String messageId) {
        return Ids.answerId(SESSION, messageId);
    }

    /** The turn as another worker writes it. */
    static Turn elsewhere(long turn, String messageId, String by) {
        return new Chat(SESSION).turn(turn, messageId).by(by);
    }

    /** Another worker's event gets into the log. */
    void append(Said said) {
        read(events.append(topics.record(said.event(), said.head(), SimulatedTopic.PARTITION)));
    }

    private void read(long offset) {
        partition.tail().record(events.at(offset));
        partition.tail().position(offset + 1);
    }

    /** The record that was sent first gets into the log, is acknowledged and read back. */
    void land() {
        Sent sent = underWay.remove();
        long offset = events.append(sent.record());
        sent.callback()
                .onCompletion(new RecordMetadata(new TopicPartition(topics.events(), 0), offset, 0, -1, 0, 0), null);
        read(offset);
    }

    /** Everything that was sent, and what is sent because of it, gets into the log. */
    void landAll() {
        while (!underWay.isEmpty()) {
            land();
        }
    }

    /** The record that was sent first is not acknowledged and never gets into the log. */
    void fail() {
        underWay.remove().callback().onCompletion(null, new TimeoutException("not acknowledged in time"));
    }

    /** Time passes. */
    void pass(Duration duration) {
        Instant end = now.plus(duration);
        while (!wakes.isEmpty() && !wakes.element().at().isAfter(end)) {
            Wake wake = wakes.remove();
            now = wake.at();
            wake.task().run();
        }
        now = end;
    }

    /** Everything that this worker has sent, in order. */
    List<Written> written() {
        return written;
    }

    /** The last of them. */
    Written last() {
        return written.getLast();
    }

    private final class StagedProducer extends MockProducer<String, byte[]> {

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            EventHead head = EventHead.from(record.headers());
            written.add(new Written(head, ChatJson.readEvent(head.type(), record.value())));
            underWay.add(new Sent(record, callback));
            return new CompletableFuture<>();
        }
    }
}
