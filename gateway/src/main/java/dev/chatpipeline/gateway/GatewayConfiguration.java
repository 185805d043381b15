package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.gateway.chat.CommandLog;
import dev.chatpipeline.gateway.chat.socket.ChatLimits;
import dev.chatpipeline.gateway.history.Schema;
import dev.chatpipeline.gateway.recovery.RecoveryLimits;
import dev.chatpipeline.gateway.relay.EventLog;
import dev.chatpipeline.gateway.relay.Relay;
import dev.chatpipeline.kafka.Dependency;
import dev.chatpipeline.kafka.KafkaClients;
import dev.chatpipeline.kafka.KafkaEdgeConfiguration;
import dev.chatpipeline.kafka.Preparation;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.server.ServerConnector;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Assembles the gateway and gives each part its limits. */
@Configuration(proxyBeanMethods = false)
@Import(KafkaEdgeConfiguration.class)
@EnableConfigurationProperties(GatewayProperties.class)
class GatewayConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Jetty's default backlog is 50 connections, too few for all clients of a failed gateway. */
    @Bean
    WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> acceptQueue(GatewayProperties properties) {
        return factory -> factory.addServerCustomizers(server -> Arrays.stream(server.getConnectors())
                .filter(ServerConnector.class::isInstance)
                .map(ServerConnector.class::cast)
                .forEach(connector -> connector.setAcceptQueueSize(properties.acceptQueue())));
    }

    /** HTTP uses the same JSON conventions as the log. */
    @Bean
    JsonMapper jsonMapper() {
        return ChatJson.mapper()
                .rebuild()
                .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
                .build();
    }

    @Bean
    EventLog eventLog(KafkaClients clients) {
        return new EventLog(clients);
    }

    @Bean
    Relay relay(EventLog eventLog, GatewayProperties properties, Clock clock) {
        return new Relay(eventLog, properties.catchUpReaders(), clock);
    }

    @Bean
    CommandLog commandLog(KafkaClients clients, GatewayProperties properties) {
        return new CommandLog(clients, properties.appendTimeout());
    }

    @Bean
    RecoveryLimits recoveryLimits(GatewayProperties properties) {
        return new RecoveryLimits(
                properties.recoveryAge(), properties.recoveryRecords(), properties.sessionsPerSocket());
    }

    @Bean
    ChatLimits chatLimits(GatewayProperties properties) {
        return new ChatLimits((int) properties.messageBytes().toBytes(), properties.sessionsPerSocket());
    }

    @Bean
    Preparation preparation(KafkaClients clients, Schema schema, Relay relay, NotReadyFilter filter) {
        return new Preparation(
                List.of(
                        Dependency.topics(clients),
                        new Dependency("PostgreSQL", schema::tryMigrate),
                        new Dependency("Kafka", relay::tryStart)),
                filter::admitRequests);
    }
}
