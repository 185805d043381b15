package dev.chatpipeline.testkit;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A topic of two partitions for one test, in whose records only the offset matters. */
public final class ScratchTopic implements AutoCloseable {

    private final String name = ChatInfra.uniquePrefix() + "log";
    private final KafkaProducer<String, byte[]> producer =
            new KafkaProducer<>(ChatInfra.kafkaProperties(), new StringSerializer(), new ByteArraySerializer());

    /** Creates the topic. */
    public ScratchTopic() {
        try (Admin admin = Admin.create(ChatInfra.kafkaProperties())) {
            admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get();
        } catch (Exception e) {
            throw new IllegalStateException("topic not created: " + name, e);
        }
    }

    public String name() {
        return name;
    }

    /** Writes this many records and waits until the broker has them. */
    public void write(int partition, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            producer.send(new ProducerRecord<>(name, partition, "k", new byte[0]))
                    .get();
        }
    }

    /** A consumer that fails if it has no position, instead of choosing one. */
    public static Consumer<String, byte[]> consumer() {
        Map<String, Object> settings = ChatInfra.kafkaProperties();
        settings.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close();
    }
}
