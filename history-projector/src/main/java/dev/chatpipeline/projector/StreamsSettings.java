package dev.chatpipeline.projector;

import dev.chatpipeline.kafka.TopicProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka Streams. {@code spring.kafka.streams.*} overrides the projector's defaults, and the settings that the
 * guarantees rest on override both.
 *
 * @param spring the settings from {@code spring.kafka}
 */
record StreamsSettings(Map<String, Object> spring, TopicProperties topics, ProjectorProperties projector) {

    /** The settings of an instance that keeps its local state in this folder. */
    Properties in(Path stateFolder) {
        Properties settings = new Properties();
        settings.putAll(defaults());
        settings.putAll(spring);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, projector.applicationId());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateFolder.toString());
        return settings;
    }

    private Properties defaults() {
        int maxRecordBytes = topics.layout().maxMessageBytes();
        Properties settings = new Properties();
        settings.put(
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                projector.commitInterval().toMillis());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, projector.threads());
        settings.put(
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                projector.cache().toBytes());
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, topics.replication());
        settings.put(
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG), Integer.toString(topics.minIsr()));
        // How long an empty poll waits. Positions are reported between polls.
        settings.put(StreamsConfig.POLL_MS_CONFIG, projector.positionInterval().toMillis() / 2);
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                millis(projector.sessionTimeout()));
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
                millis(projector.heartbeat()));
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), maxRecordBytes);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                projector.linger().toMillis());
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxRecordBytes);
        // The first batch of a transaction may have to wait for the previous transaction to end. With more requests in
        // flight, later batches would overtake it.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                millis(projector.transactionTimeout()));
        return settings;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
