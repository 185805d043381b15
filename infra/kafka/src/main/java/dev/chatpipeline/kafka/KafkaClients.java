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
 * Creates a service's Kafka clients. Cluster and security settings come from {@code spring.kafka.*}. The settings that the
 * guarantees rest on override them, and the caller's settings override both.
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

    /** The names and layout of the topics. */
    public TopicProperties topics() {
        return topics;
    }

    /** The settings of an admin client, for code that creates its own. */
    public Map<String, Object> adminSettings() {
        return Map.copyOf(admins);
    }

    /** Creates an admin client. */
    public Admin admin() {
        return Admin.create(admins);
    }

    /**
     * Creates an idempotent producer with {@code acks=all}. Acknowledged records are durable, and records of one partition
     * keep the order in which they were sent. It does not linger; records that arrive during a request form the next batch.
     *
     * @param name            identifies the client in the broker's log and metrics
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
     * Creates a consumer for assigned partitions, without a group. An offset that the log does not hold is an error; the
     * consumer does not skip to another one.
     *
     * @param name     identifies the client in the broker's log and metrics
     * @param settings consumer settings that override the others
     */
    public Consumer<String, byte[]> reader(String name, Map<String, Object> settings) {
        return consumer(name, settings, new ByteArrayDeserializer());
    }

    /** Like {@link #reader}, but every value is empty: for readers that need only keys and headers. */
    public Consumer<String, byte[]> headerReader(String name, Map<String, Object> settings) {
        byte[] empty = {};
        return consumer(name, settings, (topic, data) -> empty);
    }

    /**
     * Creates a consumer in a group. A group without committed offsets begins at the start of the log.
     *
     * @param name             identifies the client in the broker's log and metrics
     * @param group            group name without the installation's prefix
     * @param sessionTimeout   time without a heartbeat after which the group reassigns the consumer's partitions
     * @param heartbeat        heartbeat interval
     * @param settings         consumer settings that override the others
     */
    public Consumer<String, byte[]> groupMember(
            String name, String group, Duration sessionTimeout, Duration heartbeat, Map<String, Object> settings) {
        return memberOf(name, group(group), sessionTimeout, heartbeat, settings);
    }

    /** Like {@link #groupMember}, with the group's full name. */
    public Consumer<String, byte[]> memberOf(
            String name, String group, Duration sessionTimeout, Duration heartbeat, Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // With the newer protocol the broker decides the session timeout, and by default allows no less than 45 s.
        all.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(sessionTimeout));
        all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(heartbeat));
        return consumer(name, all, new ByteArrayDeserializer());
    }

    /** The full name of a group. Like a topic's, it has the installation's prefix. */
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

    /** Unique in the JVM, because Kafka registers each client's metrics under its id. */
    private static String clientId(Map<String, Object> settings, String name) {
        Object configured = settings.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        return (configured == null ? "" : configured + "-") + name + "-" + Ids.random();
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
