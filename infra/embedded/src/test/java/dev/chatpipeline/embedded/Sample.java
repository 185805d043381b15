package dev.chatpipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A record in the log and a row in the database, to be found again. */
final class Sample {

    private static final TopicPartition PARTITION = new TopicPartition("sample", 0);

    private Sample() {}

    static void write(EmbeddedStack stack) throws Exception {
        Map<String, Object> kafka = kafka(stack);
        try (Admin admin = Admin.create(kafka);
                var producer = new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                    .all()
                    .get();
            producer.send(new ProducerRecord<>(PARTITION.topic(), "key", "recorded"))
                    .get();
        }
        try (Connection connection =
                        DriverManager.getConnection(stack.database().createDatabase("sample"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table note (text text)");
            statement.execute("insert into note values ('stored')");
        }
    }

    static void assertThere(EmbeddedStack stack) throws SQLException {
        try (var consumer = new KafkaConsumer<>(kafka(stack), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            assertThat(consumer.endOffsets(List.of(PARTITION))).containsEntry(PARTITION, 1L);
            assertThat(consumer.poll(Duration.ofSeconds(20)))
                    .singleElement()
                    .satisfies(found -> assertThat(found.value()).isEqualTo("recorded"));
        }
        try (Connection connection =
                        DriverManager.getConnection(stack.database().jdbcUrl("sample"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select text from note")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("stored");
        }
    }

    private static Map<String, Object> kafka(EmbeddedStack stack) {
        return Map.of("bootstrap.servers", stack.broker().bootstrapServers());
    }
}
