package dev.chatpipeline.kafka;

import dev.chatpipeline.contracts.Ids;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/**
 * Creates a service's Kafka clients. Cluster and security come from {@code spring.kafka.*}; over them lie the settings
 * that the guarantees rest on, and then what the caller asks for.
 */
public final class KafkaClients {

    private final Map<String, Object> consumers;
    private final Map<String, Object> producers;
    private final Map<String, Object> admins;
    private final TopicProperties topics;

    KafkaClients(
            ConsumerFactory<?, ?> consumers,
            ProducerFactory<?, ?> producers,
            KafkaAdmin admins,
            TopicProperties topics) {
        this.consumers = consumers.getConfigurationProperties();
        this.producers = producers.getConfigurationProperties();
        this.admins = admins.getConfigurationProperties();
        this.topics = topics;
    }

    /** The topics' names and layout. */
    public TopicProperties topics() {
        return topics;
    }

    /** The settings of an admin client, for what creates its own. */
    public Map<String, Object> adminSettings() {
        return Map.copyOf(admins);
    }

    /** An admin client. */
    public Admin admin() {
        return Admin.create(admins);
    }

    /**
     * A producer whose acknowledged records are durable and whose records of one partition keep the order in which they
     * were sent: idempotent, {@code acks=all}. It sends at once; what arrives during a request goes into the next one.
     *
     * @param name            tells clients apart in the broker's log and metrics
     * @param deliveryTimeout how long Kafka may take to acknowledge a record before the send fails
     */
    public Producer<String, byte[]> producer(String name, Duration deliveryTimeout) {
        Map<String, Object> settings = new HashMap<>(producers);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId(settings, name));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, topics.maxRecordBytes());
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(deliveryTimeout));
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(deliveryTimeout.dividedBy(2)));
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, deliveryTimeout.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer for assigned partitions, in no group. An offset that the log does not hold is an error for it rather than
     * a reason to skip.
     *
     * @param name     tells clients apart in the broker's log and metrics
     * @param settings of a consumer, laid over the others
     */
    public Consumer<String, byte[]> reader(String name, Map<String, Object> settings) {
        return consumer(name, settings, new ByteArrayDeserializer());
    }

    /** As {@link #reader}, but every value comes empty: for readers that decide by key and headers alone. */
    public Consumer<String, byte[]> headerReader(String name, Map<String, Object> settings) {
        byte[] empty = {};
        return consumer(name, settings, (topic, data) -> empty);
    }

    /**
     * A consumer in a group; a group that has committed nothing begins at the start of the log.
     *
     * @param name             tells clients apart in the broker's log and metrics
     * @param group            without the topics' prefix
     * @param sessionTimeout   silence after which the group gives its partitions to others
     * @param heartbeat        how often it tells the group that it lives
     * @param settings         of a consumer, laid over the others
     */
    public Consumer<String, byte[]> groupMember(
            String name, String group, Duration sessionTimeout, Duration heartbeat, Map<String, Object> settings) {
        return memberOf(name, group(group), sessionTimeout, heartbeat, settings);
    }

    /** As {@link #groupMember}, in a group whose name is given in full. */
    public Consumer<String, byte[]> memberOf(
            String name, String group, Duration sessionTimeout, Duration heartbeat, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Under the newer protocol the broker sets the session timeout: 45 s, and no less, by default.
        all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(sessionTimeout));
        all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(heartbeat));
        return consumer(name, all, new ByteArrayDeserializer());
    }

    /** The full name of a group: like a topic, it belongs to one installation. */
    public String group(String name) {
        return topics.prefix() + name;
    }

    private Consumer<String, byte[]> consumer(String name, Map<String, Object> settings, Deserializer<byte[]> values) {
        Map<String, Object> all = new HashMap<>(consumers);
        all.remove(ConsumerConfig.GROUP_ID_CONFIG);
        all.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId(all, name));
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, topics.maxRecordBytes());
        all.putAll(settings);
        return new KafkaConsumer<>(all, new StringDeserializer(), values);
    }

    /** Unique in the JVM, for Kafka registers each client's metrics under its id. */
    private static String clientId(Map<String, Object> settings, String name) {
        Object configured = settings.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        return (configured == null ? "" : configured + "-") + name + "-" + Ids.random();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
