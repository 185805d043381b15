package dev.chatpipeline.kafka;

import dev.chatpipeline.contracts.Topics;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;

/** Imported by every service that uses Kafka. It builds on Spring Boot's own auto-configuration for Kafka. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TopicProperties.class)
public class KafkaEdgeConfiguration {

    @Bean
    KafkaClients kafkaClients(
            ConsumerFactory<?, ?> consumers,
            ProducerFactory<?, ?> producers,
            KafkaAdmin admins,
            TopicProperties topics) {
        return new KafkaClients(consumers, producers, admins, topics);
    }

    @Bean
    Topics topics(TopicProperties properties) {
        return properties.topics();
    }
}
