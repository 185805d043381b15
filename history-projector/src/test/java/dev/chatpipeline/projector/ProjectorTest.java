package dev.chatpipeline.projector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.projector.Chat.Said;
import dev.chatpipeline.projector.Chat.Turn;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The whole service on a real broker and a real database. */
@UsesChatInfra
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
    private final List<ConfigurableApplicationContext> running = new ArrayList<>();
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
        return send(topics.record(said.event(), said.head(), PARTITION)).offset();
    }

    private RecordMetadata send(ProducerRecord<String, byte[]> item) throws Exception {
        return producer.send(item).get();
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
