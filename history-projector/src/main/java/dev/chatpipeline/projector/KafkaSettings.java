package dev.chatpipeline.projector;

import dev.chatpipeline.projector.ProjectorProperties.Projector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** What the Kafka clients are told: our defaults, what {@code spring.kafka} says over them, and over all what must hold. */
final class KafkaSettings {

    private final KafkaProperties spring;
    private final ProjectorProperties chat;

    KafkaSettings(KafkaProperties spring, ProjectorProperties chat) {
        this.spring = spring;
        this.chat = chat;
    }

    Map<String, Object> admin() {
        return spring.buildAdminProperties();
    }

    Properties streams(Path stateDir) {
        Projector projector = chat.projector();
        int maxBytes = chat.topics().settings().maxMessageBytes();
        Properties settings = new Properties();
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                projector.commitInterval().toMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, projector.threads());
        settings.put(
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                projector.cache().toBytes());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, chat.topics().replication());
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
                Integer.toString(chat.topics().minIsr()));
        // How long the thread sleeps when nothing comes; positions are told between sleeps.
        settings.put(StreamsConfig.POLL_MS_CONFIG, projector.positionInterval().toMillis() / 2);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                millis(projector.sessionTimeout()));
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                millis(projector.heartbeat()));
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), maxBytes);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                projector.linger().toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxBytes);
        // The first batch of a transaction may have to wait for the one before; more in flight would arrive out of
        // order.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                millis(projector.transactionTimeout()));
        settings.putAll(spring.buildStreamsProperties());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, projector.applicationId());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        return settings;
    }

    Map<String, Object> sink() {
        Projector projector = chat.projector();
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(projector.sessionTimeout()));
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, millis(projector.heartbeat()));
        settings.put(
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                chat.topics().settings().maxMessageBytes());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, projector.batch());
        settings.putAll(spring.buildConsumerProperties());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, projector.sinkGroup());
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
