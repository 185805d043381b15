package dev.chatpipeline.standalone;

import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.GatewayApplication;
import dev.chatpipeline.projector.ProjectorApplication;
import dev.chatpipeline.testkit.ChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.LogReader;
import dev.chatpipeline.testkit.guarantee.Observation;
import dev.chatpipeline.testkit.guarantee.RowReader;
import dev.chatpipeline.worker.WorkerApplication;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The three services, any number of each, on the shared broker and database. */
final class Pipeline implements AutoCloseable {

    private final String prefix = ChatInfra.uniquePrefix();
    private final String database = ChatInfra.freshDatabase();
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();
    private final List<URI> gateways = new ArrayList<>();

    Pipeline(int gatewayCount, int workers, int projectors) throws IOException {
        for (int i = 0; i < gatewayCount; i++) {
            ConfigurableApplicationContext gateway = start(
                    GatewayApplication.builder(),
                    "--server.port=0",
                    "--chat.security.guest=true",
                    "--chat.security.jwt.secret=a-secret-of-tests-that-is-long-enough");
            int port = Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                    .getPort();
            gateways.add(URI.create("http://localhost:" + port));
        }
        for (int i = 0; i < workers; i++) {
            start(WorkerApplication.builder(), "--spring.flyway.enabled=false");
        }
        for (int i = 0; i < projectors; i++) {
            Path state = Files.createTempDirectory("projector");
            start(ProjectorApplication.builder(), "--chat.projector.state-dir=" + state);
        }
    }

    private ConfigurableApplicationContext start(SpringApplicationBuilder service, String... own) {
        Stream<String> shared = Stream.of(
                "--spring.kafka.bootstrap-servers=" + ChatInfra.bootstrapServers(),
                "--spring.datasource.url=" + database,
                "--chat.topics.prefix=" + prefix,
                "--chat.topics.partitions=6",
                "--chat.topics.replication=1",
                "--chat.topics.min-isr=1");
        ConfigurableApplicationContext context =
                service.run(Stream.concat(shared, Stream.of(own)).toArray(String[]::new));
        services.add(context);
        return context;
    }

    URI gateway(int number) {
        return gateways.get(number % gateways.size());
    }

    /** Both topics and the rows, once everything has been projected. */
    Observation observe(List<ChatClient> clients) {
        Log log = new LogReader(ChatInfra.bootstrapServers()).read(new Topics(prefix));
        return new Observation(
                clients.stream().map(ChatClient::log).toList(), log, new RowReader(database).readWhenProjected(log));
    }

    @Override
    public void close() {
        services.forEach(ConfigurableApplicationContext::close);
    }
}
