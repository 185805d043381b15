package dev.chatpipeline.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.TopicSetup;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.guarantee.Log.CommandRecord;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

@UsesChatInfra
class ReadersTest {

    private static final TopicLayout LAYOUT = TopicLayout.standalone();

    private final Topics topics = new Topics(ChatInfra.uniquePrefix());
    private final LogReader reader = new LogReader(ChatInfra.bootstrapServers());

    @Test
    void theLogIsReadAsWritten() throws Exception {
        ensure(LAYOUT);
        ChatCommand command = new ChatCommand.Cancel("s1", null, "u1", Instant.EPOCH);
        ChatEvent event = new ChatEvent.ChatChunk("s1", "a1", Instant.EPOCH, 1, 0, "é🙂\u2028");
        EventHead head = new EventHead(EventType.CHAT_CHUNK, 0, 1, 0, "a1", "w1");
        int partition = Topics.partitionOf("s1", LAYOUT.partitions());
        try (Producer<String, byte[]> producer = producer()) {
            producer.send(topics.record(command, true, LAYOUT.partitions())).get();
            producer.send(new ProducerRecord<>(topics.commands(), "s1", "garbage".getBytes(StandardCharsets.UTF_8)))
                    .get();
            producer.send(topics.record(event, head, partition)).get();
        }
        Log log = reader.read(topics);
        assertThat(log.commands())
                .extracting(CommandRecord::partition, CommandRecord::offset, CommandRecord::command)
                .containsExactly(tuple(partition, 0L, command));
        assertThat(log.events()).containsExactly(new EventRecord(partition, 0, "s1", head, event));
        assertThat(reader.records(topics.commands())).hasSize(2);
        assertThat(reader.records(topics.signals())).isEmpty();
    }

    @Test
    void aSessionsRecordsLieWhereKafkaWouldPutThem() throws Exception {
        ensure(LAYOUT);
        try (Producer<String, byte[]> producer = producer()) {
            for (String session : List.of("s1", "s2", "7c9e6679-7425-40de-944b-e07fc1f90ae7")) {
                int partition = producer.send(new ProducerRecord<>(topics.signals(), session, new byte[0]))
                        .get()
                        .partition();
                assertThat(partition).isEqualTo(Topics.partitionOf(session, LAYOUT.partitions()));
            }
        }
    }

    @Test
    void topicsLaidOutOtherwiseAreRefused() throws Exception {
        ensure(LAYOUT);
        ensure(LAYOUT);
        assertThatThrownBy(() -> ensure(new TopicLayout(6, 1, 1, 1024 * 1024)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("topics are laid out otherwise: ")
                .hasMessageContaining(topics.commands() + " partitions: 12 (expected: 6)")
                .hasMessageContaining(topics.events() + " max.message.bytes: 8388608 (expected: 1048576)");
    }

    @Test
    void rowsAreReadAsStored() throws Exception {
        String jdbcUrl = ChatInfra.freshDatabase();
        try (Connection connection = DriverManager.getConnection(jdbcUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(schema());
            statement.execute("""
                    insert into message (session_id, message_id, parent_id, role, user_id, workspace_id, content, status,
                        turn, log_partition, first_offset, last_offset, created_at)
                    values ('s1', 'm1', null, 'user', 'u1', 'default', 'Hi', 'complete', 4, 3, 4, 4, now());
                    insert into message (session_id, message_id, parent_id, role, workspace_id, content, status, turn,
                        attempt, finish_reason, log_partition, first_offset, last_offset, chunks, digest, verified,
                        created_at)
                    values ('s1', 'a1', 'm1', 'assistant', 'default', 'ab', 'complete', 4, 1, 'stop', 3, 7, 10, 2,
                        'sha256:0', true, now());
                    """);
        }
        assertThat(new RowReader(jdbcUrl).read())
                .containsExactly(
                        new Row(
                                "s1",
                                "m1",
                                null,
                                "user",
                                "u1",
                                "Hi",
                                MessageStatus.COMPLETE,
                                4,
                                null,
                                null,
                                null,
                                3,
                                4L,
                                4L,
                                null,
                                null,
                                null),
                        new Row(
                                "s1",
                                "a1",
                                "m1",
                                "assistant",
                                null,
                                "ab",
                                MessageStatus.COMPLETE,
                                4,
                                1,
                                "stop",
                                null,
                                3,
                                7L,
                                10L,
                                2L,
                                "sha256:0",
                                true));
    }

    private void ensure(TopicLayout layout) {
        try (Admin admin = Admin.create(ChatInfra.kafkaProperties())) {
            new TopicSetup(topics, layout).ensure(admin);
        }
    }

    private static Producer<String, byte[]> producer() {
        return new KafkaProducer<>(ChatInfra.kafkaProperties(), new StringSerializer(), new ByteArraySerializer());
    }

    private static String schema() throws Exception {
        try (InputStream in = Topics.class.getResourceAsStream("/db/migration/V1__chat.sql")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
