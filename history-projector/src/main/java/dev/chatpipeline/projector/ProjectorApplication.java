package dev.chatpipeline.projector;

import dev.chatpipeline.kafka.Dependency;
import dev.chatpipeline.kafka.KafkaClients;
import dev.chatpipeline.kafka.KafkaEdgeConfiguration;
import dev.chatpipeline.kafka.Preparation;
import dev.chatpipeline.projector.store.HistorySchema;
import dev.chatpipeline.projector.store.HistoryStore;
import dev.chatpipeline.projector.store.StoreConfiguration;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Main class of the projector. It imports auto-configurations by name, so that other services in the JVM do not affect it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    PropertyPlaceholderAutoConfiguration.class,
    ConfigurationPropertiesAutoConfiguration.class,
    DataSourceAutoConfiguration.class,
    DataSourceTransactionManagerAutoConfiguration.class,
    JdbcTemplateAutoConfiguration.class,
    KafkaAutoConfiguration.class
})
@EnableConfigurationProperties(ProjectorProperties.class)
@Import({KafkaEdgeConfiguration.class, StoreConfiguration.class})
public class ProjectorApplication {

    /** Runs the projector until it is stopped or fails; {@code history-projector.yml} holds its defaults. */
    public static void main(String[] args) {
        ConfigurableApplicationContext context = builder().run(args);
        try {
            context.getBean(ProjectorRunner.class).end().join();
        } catch (CompletionException e) {
            // ProjectorRunner has logged the cause.
            System.exit(1);
        }
    }

    /** The application, to run by itself or with other services in one JVM. */
    public static SpringApplicationBuilder builder() {
        return new SpringApplicationBuilder(ProjectorApplication.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties("spring.config.name=history-projector");
    }

    @Bean
    ProjectorRunner projectorRunner(
            ProjectorProperties properties, KafkaClients clients, KafkaProperties spring, HistoryStore store) {
        StreamsSettings settings = new StreamsSettings(spring.buildStreamsProperties(), clients.topics(), properties);
        return new ProjectorRunner(properties, clients, settings, store, Clock.systemUTC());
    }

    @Bean
    Preparation preparation(KafkaClients clients, HistorySchema schema, ProjectorRunner runner) {
        Dependency database = new Dependency("PostgreSQL", schema::tryMigrate);
        return new Preparation(List.of(database, Dependency.topics(clients)), runner::start);
    }
}
