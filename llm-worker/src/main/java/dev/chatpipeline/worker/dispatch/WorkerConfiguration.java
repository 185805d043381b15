package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.kafka.Dependency;
import dev.chatpipeline.kafka.KafkaClients;
import dev.chatpipeline.kafka.KafkaEdgeConfiguration;
import dev.chatpipeline.kafka.Preparation;
import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import dev.chatpipeline.worker.lane.LaneContext;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
@Import(KafkaEdgeConfiguration.class)
class WorkerConfiguration {

    @Bean
    Worker worker(
            KafkaClients kafka, WorkerProperties properties, WorkspaceModels models, Conversations conversations) {
        return new Worker(
                new WorkerClients(kafka, properties),
                kafka.topics().topics(),
                new LaneContext.Sources(models, conversations),
                properties,
                Clock.systemUTC());
    }

    /** PostgreSQL is not waited for: only cold sessions need it, and they wait by themselves. */
    @Bean
    Preparation preparation(KafkaClients kafka, Worker worker) {
        return new Preparation(List.of(Dependency.topics(kafka)), worker::begin);
    }
}
