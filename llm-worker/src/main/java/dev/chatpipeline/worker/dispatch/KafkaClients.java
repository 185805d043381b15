package dev.chatpipeline.worker.dispatch;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * The worker's connections to Kafka: what {@code spring.kafka.*} says of cluster and security, with the settings that
 * the worker's guarantees rest on laid over it.
 */
final class KafkaClients {

    /** The consumer group of all workers. */
    static final String GROUP = "llm-worker";

    private final KafkaProperties kafka;
    private final WorkerProperties worker;
    private final int maxMessageBytes;
    private final String group;

    KafkaClients(KafkaProperties kafka, WorkerProperties worker, TopicProperties topics) {
        this.kafka = kafka;
        this.worker = worker;
        this.maxMessageBytes = topics.maxMessageBytes();
        this.group = topics.prefix() + GROUP;
    }

    /** How an admin client connects. */
    Map<String, Object> admin() {
        return kafka.buildAdminProperties();
    }

    Producer<String, byte[]> producer() {
        Map<String, Object> config = new HashMap<>(kafka.buildProducerProperties());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxMessageBytes);
        config.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                Math.toIntExact(worker.deliveryTimeout().toMillis()));
        config.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(worker.deliveryTimeout().toMillis() / 2));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, worker.deliveryTimeout().toMillis());
        // A token is worth nothing later: requests in flight batch what comes meanwhile.
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        return new DefaultKafkaProducerFactory<>(config, new StringSerializer(), new ByteArraySerializer())
                .createProducer();
    }

    /** Reads commands as one of the workers. */
    Consumer<String, byte[]> groupMember() {
        Map<String, Object> config = readerConfig();
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // "classic": the newer protocol's session timeout is the broker's, 45 s and not less by default.
        config.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        config.put(
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                Math.toIntExact(worker.sessionTimeout().toMillis()));
        config.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                Math.toIntExact(worker.heartbeat().toMillis()));
        return create(config, new ByteArrayDeserializer());
    }

    /** Reads any partition, without a group. */
    Consumer<String, byte[]> reader() {
        return create(readerConfig(), new ByteArrayDeserializer());
    }

    /** Likewise, with empty values. */
    Consumer<String, byte[]> headersOnlyReader() {
        byte[] nothing = {};
        return create(readerConfig(), (topic, data) -> nothing);
    }

    private Map<String, Object> readerConfig() {
        Map<String, Object> config = new HashMap<>(kafka.buildConsumerProperties());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A position that is gone is a fault to be seen, not to be skipped.
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, maxMessageBytes);
        return config;
    }

    private static Consumer<String, byte[]> create(Map<String, Object> config, Deserializer<byte[]> values) {
        return new DefaultKafkaConsumerFactory<>(config, new StringDeserializer(), values).createConsumer();
    }
}
