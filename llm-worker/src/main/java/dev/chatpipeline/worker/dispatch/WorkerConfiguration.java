package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import dev.chatpipeline.worker.store.ConversationStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WorkerProperties.class, TopicProperties.class})
class WorkerConfiguration {

    @Bean
    ConversationStore conversationStore(JdbcClient jdbc) {
        return new ConversationStore(jdbc);
    }

    @Bean
    Worker worker(
            KafkaProperties kafka,
            TopicProperties topics,
            WorkerProperties properties,
            WorkspaceModels models,
            Conversations store) {
        return new Worker(
                new KafkaClients(kafka, properties, topics),
                topics.topics(),
                topics.settings(),
                models,
                store,
                properties,
                Clock.systemUTC());
    }
}
