package dev.chatpipeline.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.kafka.UnusableDependencyException;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The whole service on a real broker and a real database. */
@UsesChatInfra
@ExtendWith(OutputCaptureExtension.class)
class ProjectorTest {

    private static final int PARTITIONS = 2;
    private static final String SESSION = "s";
    private static final int PARTITION = Topics.partitionOf(SESSION, PARTITIONS);

    @TempDir
    Path folder;

    private final Topics topics = new Topics(ChatInfra.uniquePrefix());
    private final String database = ChatInfra.freshDatabase();
    private final JdbcTemplate jdbc = new JdbcTemplate(new DriverManagerDataSource(database));
    private final Chat chat = new Chat(SESSION);
    private final List<ConfigurableApplicationContext> running = new CopyOnWriteArrayList<>();
    private KafkaProducer<String, byte[]> producer;

    @BeforeEach
    void openProducer() {
        Map<String, Object> settings = ChatInfra.kafkaProperties();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stopAll() {
        running.forEach(ConfigurableApplicationContext::close);
        producer.close();
    }

    @Test
    void anAnswerIsInTheTables() throws Exception {
        start();
        Turn turn = chat.turn(say(chat.appends("m1")), "m1");
        say(turn.introduced());
        say(turn.started(1));
        awaitStatus(turn.answerId(), "running");
        say(turn.chunk(1, 0, "Grüß "));
        say(turn.chunk(1, 1, "Gott"));
        long last = say(turn.complete(1, 2, "Grüß Gott"));
        awaitStatus(turn.answerId(), "complete");
        assertThat(row(turn.answerId()))
                .containsEntry("parent_id", "m1")
                .containsEntry("content", "Grüß Gott")
                .containsEntry("attempt", 1)
                .containsEntry("input_tokens", 3)
                .containsEntry("chunks", 2L)
                .containsEntry("verified", true)
                .containsEntry("last_offset", last)
                .containsEntry("log_partition", PARTITION);
        assertThat(row("m1")).containsEntry("status", "complete").containsEntry("content", "text of m1");
        awaitPosition(turn.offset(), last);
    }

    @Test
    void aRestartGoesOnWhereItStopped() throws Exception {
        ConfigurableApplicationContext first = start();
        Turn turn = chat.turn(say(chat.appends("m1")), "m1");
        say(turn.started(1));
        say(turn.chunk(1, 0, "a"));
        awaitPosition(turn.offset(), say(turn.chunk(1, 1, "b")));
        first.close();
        long more = say(turn.chunk(1, 2, "c"));
        long last = say(turn.complete(1, 3, "abc"));
        start();
        awaitStatus(turn.answerId(), "complete");
        assertThat(last).isGreaterThan(more);
        assertThat(row(turn.answerId())).containsEntry("verified", true).containsEntry("chunks", 3L);
        awaitPosition(turn.offset(), last);
    }

    @Test
    void anEventAheadOfItsCommandWaitsThroughARestart() throws Exception {
        ConfigurableApplicationContext first = start();
        Turn turn = chat.turn(0, "m1");
        say(turn.introduced());
        long started = say(turn.started(1));
        awaitFolded(started);
        first.close();
        start();
        assertThat(say(chat.appends("m1"))).isZero();
        awaitStatus(turn.answerId(), "running");
        awaitPosition(0, started);
    }

    @Test
    void theServiceMayStartBeforeItsDatabase(CapturedOutput output) throws Exception {
        allowConnections(false);
        CompletableFuture<ConfigurableApplicationContext> starting = CompletableFuture.supplyAsync(this::start);
        awaitLine(output, "Waiting for PostgreSQL");
        allowConnections(true);
        assertThat(starting).succeedsWithin(Duration.ofSeconds(60));
        Turn turn = chat.turn(say(chat.appends("m1")), "m1");
        awaitStatus(turn.answerId(), "queued");
    }

    @Test
    void aDatabaseThatGoesAwayLosesNothing(CapturedOutput output) throws Exception {
        start();
        Turn turn = chat.turn(say(chat.appends("m1")), "m1");
        awaitStatus(turn.answerId(), "queued");
        allowConnections(false);
        say(turn.started(1));
        awaitLine(output, "Cannot write history to PostgreSQL");
        say(turn.chunk(1, 0, "a"));
        long last = say(turn.complete(1, 1, "a"));
        allowConnections(true);
        awaitStatus(turn.answerId(), "complete");
        awaitPosition(turn.offset(), last);
    }

    @Test
    void instancesShareTheWorkAndTakeItOver() throws Exception {
        ConfigurableApplicationContext first = start();
        start();
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Chat session = new Chat("s" + i);
            Turn turn = session.turn(say(session.appends("m")), "m");
            turns.add(turn);
            say(turn.started(1));
            say(turn.chunk(1, 0, "a"));
        }
        await().untilAsserted(() -> assertThat(count("running")).isEqualTo(turns.size()));
        first.close();
        for (Turn turn : turns) {
            say(turn.chunk(1, 1, "b"));
            say(turn.complete(1, 2, "ab"));
        }
        await().untilAsserted(() -> assertThat(count("complete")).isEqualTo(2 * turns.size()));
        assertThat(jdbc.queryForObject(
                        "select count(*) from message where verified and chunks = 2 and content = 'ab'", Integer.class))
                .isEqualTo(turns.size());
    }

    @Test
    void aFailedStartSaysWhyAndEnds(CapturedOutput output) {
        try (Admin admin = Admin.create(ChatInfra.kafkaProperties())) {
            admin.createTopics(List.of(new NewTopic(topics.events(), PARTITIONS + 1, (short) 1)));
        }
        assertThatThrownBy(this::start)
                .isInstanceOf(UnusableDependencyException.class)
                .hasMessageStartingWith("Kafka cannot be used as it is: topics are laid out otherwise: "
                        + topics.events() + " partitions: " + (PARTITIONS + 1) + " (expected: " + PARTITIONS + ")");
        awaitLine(output, "APPLICATION FAILED TO START");
    }

    @Test
    void tablesOfAnotherApplicationEndTheStart(CapturedOutput output) {
        jdbc.execute("create table other (id int)");
        assertThatThrownBy(this::start)
                .isInstanceOf(UnusableDependencyException.class)
                .hasMessageStartingWith("PostgreSQL cannot be used as it is: ");
        awaitLine(output, "APPLICATION FAILED TO START");
    }

    @Test
    void tablesOfAnotherLogAreRefused(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext first = start();
        awaitPosition(say(chat.appends("m1")), -1);
        first.close();
        jdbc.update("update projection_position set history_offset = 1000000");
        say(chat.appends("m2"));
        ConfigurableApplicationContext context = start();
        awaitLine(output, "The projector failed: the tables were filled from another log");
        assertThat(context.getBean(ProjectorRunner.class).end()).failsWithin(Duration.ofSeconds(60));
    }

    private static void awaitLine(CapturedOutput output, String text) {
        await().untilAsserted(() -> assertThat(output.getOut()).contains(text));
    }

    private int count(String status) {
        return jdbc.queryForObject("select count(*) from message where status = ?", Integer.class, status);
    }

    /** Closes the database to everyone, terminating existing connections, or opens it again. */
    private void allowConnections(boolean allowed) {
        String name = database.replaceAll(".*/([^/?]+).*", "$1");
        JdbcTemplate server = new JdbcTemplate(new DriverManagerDataSource(database.replace("/" + name, "/postgres")));
        server.execute("alter database " + name + " with allow_connections " + allowed);
        if (!allowed) {
            server.queryForList("select pg_terminate_backend(pid) from pg_stat_activity where datname = ?", name);
        }
    }

    private ConfigurableApplicationContext start() {
        ConfigurableApplicationContext context = ProjectorApplication.builder()
                .run(
                        "--spring.kafka.bootstrap-servers=" + ChatInfra.bootstrapServers(),
                        "--spring.datasource.url=" + database,
                        "--chat.topics.prefix=" + topics.prefix(),
                        "--chat.topics.partitions=" + PARTITIONS,
                        "--chat.topics.replication=1",
                        "--chat.topics.min-isr=1",
                        "--chat.projector.application-id=" + topics.prefix() + "projector",
                        "--chat.projector.sink-group=" + topics.prefix() + "sink",
                        "--chat.projector.state-dir=" + folder);
        running.add(context);
        return context;
    }

    private long say(ChatCommand command) throws Exception {
        return send(topics.record(command, false, PARTITIONS)).offset();
    }

    private long say(Said said) throws Exception {
        int partition = Topics.partitionOf(said.event().sessionId(), PARTITIONS);
        return send(topics.record(said.event(), said.head(), partition)).offset();
    }

    private RecordMetadata send(ProducerRecord<String, byte[]> item) throws Exception {
        return producer.send(item).get();
    }

    /** Waits until Kafka Streams has committed the event. */
    private void awaitFolded(long event) {
        TopicPartition partition = new TopicPartition(topics.events(), PARTITION);
        try (Admin admin = Admin.create(ChatInfra.kafkaProperties())) {
            await().until(() -> admin.listConsumerGroupOffsets(topics.prefix() + "projector")
                            .partitionsToOffsetAndMetadata()
                            .get()
                            .get(partition)
                            .offset()
                    > event);
        }
    }

    private void awaitStatus(String messageId, String status) {
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "select status from message where session_id = ? and message_id = ?",
                        String.class,
                        SESSION,
                        messageId))
                .containsExactly(status));
    }

    private void awaitPosition(long commands, long events) {
        await().untilAsserted(() -> assertThat(jdbc.queryForList(
                        "select commands_offset, events_offset from projection_position where log_partition = ?",
                        PARTITION))
                .containsExactly(Map.of("commands_offset", commands, "events_offset", events)));
    }

    private static org.awaitility.core.ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions();
    }

    private Map<String, Object> row(String messageId) {
        return jdbc.queryForMap("select * from message where session_id = ? and message_id = ?", SESSION, messageId);
    }
}
