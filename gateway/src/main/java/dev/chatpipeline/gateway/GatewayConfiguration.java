package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.chat.CommandLog;
import dev.chatpipeline.gateway.relay.EventLog;
import dev.chatpipeline.gateway.relay.Relay;
import java.time.Clock;
import java.util.Arrays;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.ProducerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Connects the parts to Kafka, each with the properties under {@code spring.kafka}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({GatewayProperties.class, TopicProperties.class, CorsProperties.class})
class GatewayConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Jetty's own queue has room for 50. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> acceptQueue(GatewayProperties properties) {
        return factory -> factory.addServerCustomizers(server -> Arrays.stream(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .forEach(connector -> connector.setAcceptQueueSize(properties.acceptQueue())));
    }

    /** The conventions of the log hold over HTTP too. */
    @Bean
    JsonMapper jsonMapper() {
        return ChatJson.mapper()
                .rebuild()
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .build();
    }

    @Bean
    Topics topics(TopicProperties properties) {
        return new Topics(properties.prefix());
    }

    /** Made when it is first used, by when the brokers' names can be resolved. */
    @Bean
    @Lazy
    Admin admin(KafkaAdmin configured) {
        return Admin.create(configured.getConfigurationProperties());
    }

    @Bean
    EventLog eventLog(@Lazy Admin admin, ConsumerFactory<?, ?> configured, Topics topics, TopicProperties properties) {
        return new EventLog(admin, configured.getConfigurationProperties(), topics, properties.partitions());
    }

    @Bean
    Relay relay(EventLog eventLog, GatewayProperties properties, Clock clock) {
        return new Relay(eventLog, properties.catchUpReaders(), clock);
    }

    @Bean
    CommandLog commandLog(
            ProducerFactory<?, ?> configured, Topics topics, TopicProperties layout, GatewayProperties limits) {
        int maxRecordBytes = (int) layout.maxMessageBytes().toBytes();
        return new CommandLog(
                configured.getConfigurationProperties(),
                topics,
                layout.partitions(),
                maxRecordBytes,
                limits.appendTimeout());
    }
}
