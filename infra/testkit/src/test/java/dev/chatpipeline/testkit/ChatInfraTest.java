package dev.chatpipeline.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@UsesChatInfra
class ChatInfraTest {

    @Test
    void aRecordGoesThroughKafka() throws Exception {
        String topic = ChatInfra.uniquePrefix() + "events";
        create(topic);
        try (var producer = new KafkaProducer<>(kafka("acks", "all"), new StringSerializer(), new StringSerializer());
                var consumer = new KafkaConsumer<>(
                        kafka("auto.offset.reset", "earliest"), new StringDeserializer(), new StringDeserializer())) {
            producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !consumer.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    @Test
    void transactionsCommit() throws Exception {
        String topic = ChatInfra.uniquePrefix() + "history";
        create(topic);
        Map<String, Object> settings = kafka("transactional.id", topic);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, "value")).get();
            producer.commitTransaction();
        }
    }

    @Test
    void databasesAreApart() throws SQLException {
        String one = ChatInfra.freshDatabase();
        String other = ChatInfra.freshDatabase();
        try (Connection connection = DriverManager.getConnection(one);
                Statement statement = connection.createStatement()) {
            statement.execute("create table only_here (id int)");
        }
        try (Connection connection = DriverManager.getConnection(other);
                ResultSet tables = connection.getMetaData().getTables(null, null, "only_here", null)) {
            assertThat(tables.next()).isFalse();
        }
    }

    private static void create(String topic) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(ChatInfra.kafkaProperties())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static Map<String, Object> kafka(String key, String value) {
        Map<String, Object> properties = ChatInfra.kafkaProperties();
        properties.put(key, value);
        return properties;
    }
}
