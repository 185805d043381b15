package dev.chatpipeline.worker.dispatch;

import static org.awaitility.Awaitility.await;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.TopicSetup;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.worker.WorkerApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** Workers on a real broker. The test writes commands and reads events. */
final class WorkerHarness implements AutoCloseable {

    static final int PARTITIONS = 3;
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** An event in the log. */
    record Logged(long offset, EventHead head, ChatEvent event, boolean counts) {}

    final String prefix = ChatInfra.uniquePrefix();
    final Topics topics = new Topics(prefix);
    final String database = ChatInfra.freshDatabase();
    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConfigurableApplicationContext> workers = new ArrayList<>();
    private final Map<String, List<Logged>> events = new HashMap<>();
    private final Map<String, SessionState> states = new HashMap<>();

    WorkerHarness() {
        this(ChatInfra.bootstrapServers());
        connect();
    }

    /** For a broker that may not be running yet; call {@link #connect} once it is. */
    WorkerHarness(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        producer = new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(kafka(), new StringDeserializer(), new ByteArrayDeserializer());
        new ResourceDatabasePopulator(new ClassPathResource("db/migration/V1__chat.sql")).execute(dataSource());
    }

    private Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }

    /** Creates the topics unless a worker has done so, and starts to read events. */
    void connect() {
        try (Admin admin = Admin.create(kafka())) {
            new TopicSetup(topics, new TopicLayout(PARTITIONS, 1, 1, TopicLayout.DEFAULT_MAX_MESSAGE_BYTES))
                    .ensure(admin);
        }
        List<TopicPartition> all = Stream.iterate(0, p -> p + 1)
                .limit(PARTITIONS)
                .map(p -> new TopicPartition(topics.events(), p))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    DriverManagerDataSource dataSource() {
        return new DriverManagerDataSource(database);
    }

    /** For sessions that have no rows: writes positions as if everything had been projected. */
    void projectNothing() {
        JdbcClient jdbc = JdbcClient.create(dataSource());
        for (int partition = 0; partition < PARTITIONS; partition++) {
            jdbc.sql("insert into projection_position values (?, ?, ?)")
                    .params(partition, Long.MAX_VALUE, Long.MAX_VALUE)
                    .update();
        }
    }

    /** Properties that a worker needs to use this log. */
    List<String> arguments() {
        return List.of(
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--spring.datasource.url=" + database,
                "--chat.topics.prefix=" + prefix,
                "--chat.topics.partitions=" + PARTITIONS,
                "--chat.topics.replication=1",
                "--chat.topics.min-isr=1");
    }

    ConfigurableApplicationContext startWorker(String... more) {
        List<String> args = new ArrayList<>(arguments());
        args.addAll(List.of(more));
        ConfigurableApplicationContext worker = WorkerApplication.builder().run(args.toArray(String[]::new));
        workers.add(worker);
        return worker;
    }

    /** Waits until this many workers share the partitions, each with at least one. */
    void awaitWorkers(int count) {
        String group = prefix + WorkerClients.GROUP;
        try (Admin admin = Admin.create(kafka())) {
            await().atMost(Duration.ofSeconds(90)).ignoreExceptions().until(() -> {
                List<Integer> shares =
                        admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().stream()
                                .map(member ->
                                        member.assignment().topicPartitions().size())
                                .toList();
                return shares.size() == count
                        && !shares.contains(0)
                        && shares.stream().mapToInt(i -> i).sum() == PARTITIONS;
            });
        }
    }

    static ChatCommand.SendMessage message(String session, String id, String text) {
        return message(session, id, text, OnBusy.ENQUEUE);
    }

    static ChatCommand.SendMessage message(String session, String id, String text, String workspace) {
        return new ChatCommand.SendMessage(
                session, id, "user-1", workspace, text, true, null, OnBusy.ENQUEUE, Instant.now());
    }

    static ChatCommand.SendMessage message(String session, String id, String text, OnBusy onBusy) {
        return new ChatCommand.SendMessage(session, id, "user-1", "default", text, true, null, onBusy, Instant.now());
    }

    /** Appends a command and returns its offset. */
    long send(ChatCommand command, boolean opens) {
        return send(topics.record(command, opens, PARTITIONS));
    }

    long send(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (Exception e) {
            throw new IllegalStateException("command not written", e);
        }
    }

    /** All events of the session so far, once one that counts matches. */
    List<Logged> awaitEvent(String session, Predicate<Logged> wanted) {
        await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(() -> {
            read();
            return events(session).stream().anyMatch(e -> e.counts() && wanted.test(e));
        });
        return events(session);
    }

    /** All events of the session, once this turn has ended. */
    List<Logged> awaitEnd(String session, long turn) {
        return awaitEvent(session, e -> e.head().type().isEnd() && e.head().turn() == turn);
    }

    List<Logged> events(String session) {
        return events.getOrDefault(session, List.of());
    }

    /** The text of an attempt's chunks that count. */
    String text(String session, int attempt) {
        return events(session).stream()
                .filter(Logged::counts)
                .map(Logged::event)
                .filter(ChatEvent.ChatChunk.class::isInstance)
                .map(ChatEvent.ChatChunk.class::cast)
                .filter(chunk -> chunk.attempt() == attempt)
                .map(ChatEvent.ChatChunk::chunk)
                .collect(Collectors.joining());
    }

    SessionState state(String session) {
        return states.getOrDefault(session, SessionState.EMPTY);
    }

    /** The only event that ended the turn. */
    ChatEvent end(String session, long turn) {
        List<Logged> ends = awaitEnd(session, turn).stream()
                .filter(e ->
                        e.counts() && e.head().turn() == turn && e.head().type().isEnd())
                .toList();
        if (ends.size() != 1) {
            throw new AssertionError("ends of turn " + turn + ": " + ends);
        }
        return ends.getFirst().event();
    }

    /** Appends an event of another worker. */
    void write(Said said) {
        send(topics.record(
                said.event(), said.head(), Topics.partitionOf(said.event().sessionId(), PARTITIONS)));
    }

    static String answerId(String session, String messageId) {
        return Ids.answerId(session, messageId);
    }

    private void read() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(20))) {
            EventHead head = EventHead.from(record.headers());
            SessionReducer.Step step = SessionReducer.fold(state(record.key()), head);
            states.put(record.key(), step.state());
            events.computeIfAbsent(record.key(), s -> new ArrayList<>())
                    .add(new Logged(
                            record.offset(), head, ChatJson.readEvent(head.type(), record.value()), step.counts()));
        }
    }

    @Override
    public void close() {
        workers.forEach(ConfigurableApplicationContext::close);
        producer.close();
        consumer.close();
    }
}
