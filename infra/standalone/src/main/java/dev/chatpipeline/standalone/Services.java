package dev.chatpipeline.standalone;

import dev.chatpipeline.embedded.EmbeddedStack;
import dev.chatpipeline.embedded.StartupProblem;
import dev.chatpipeline.gateway.GatewayApplication;
import dev.chatpipeline.projector.ProjectorApplication;
import dev.chatpipeline.worker.WorkerApplication;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The three services, each a Spring application of its own with a configuration file of its own name. */
final class Services implements AutoCloseable {

    private static final String DATABASE = "chat";

    private final ConfigurableApplicationContext gateway;
    private final ConfigurableApplicationContext worker;
    private final ConfigurableApplicationContext projector;

    private Services(
            ConfigurableApplicationContext gateway,
            ConfigurableApplicationContext worker,
            ConfigurableApplicationContext projector) {
        this.gateway = gateway;
        this.worker = worker;
        this.projector = projector;
    }

    /** Starts the services side by side, as separate processes would start; returns once clients can use them. */
    static Services start(
            EmbeddedStack stack, Path data, Arguments arguments, String jwtSecret, DetectedProvider provider) {
        Map<String, Object> defaults = new HashMap<>(provider.properties());
        // Guests are admitted, so a page under a name that its owner points here could chat at this machine's expense.
        defaults.put("chat.security.allowed-hosts", "localhost," + arguments.host());
        String[] shared = {
            "--spring.kafka.bootstrap-servers=" + stack.broker().bootstrapServers(),
            "--spring.datasource.url=" + stack.database().createDatabase(DATABASE),
            "--chat.topics.replication=1",
            "--chat.topics.min-isr=1"
        };
        var gateway = run(
                GatewayApplication.builder(),
                defaults,
                shared,
                "--server.address=" + arguments.host(),
                "--server.port=" + arguments.port(),
                "--chat.security.guest=true",
                "--chat.security.jwt.secret=" + jwtSecret);
        var worker = run(
                WorkerApplication.builder(),
                defaults,
                shared,
                // Flyway is on the class path for the other services.
                "--spring.flyway.enabled=false");
        var projector = run(
                ProjectorApplication.builder(),
                defaults,
                shared,
                "--chat.projector.state-dir=" + data.resolve("projector"));
        try {
            return new Services(gateway.join(), worker.join(), projector.join());
        } catch (CompletionException e) {
            Stream.of(gateway, worker, projector).forEach(Services::closeWhenStarted);
            throw StartupProblem.because("the services cannot start", e);
        }
    }

    private static CompletableFuture<ConfigurableApplicationContext> run(
            SpringApplicationBuilder service, Map<String, Object> defaults, String[] shared, String... own) {
        String[] arguments = Stream.of(shared, own).flatMap(Stream::of).toArray(String[]::new);
        // Spring's own shutdown hooks would stop all services at once, in no order.
        service.properties(defaults).registerShutdownHook(false);
        return CompletableFuture.supplyAsync(
                () -> service.run(arguments), task -> new Thread(task, "service-start").start());
    }

    private static void closeWhenStarted(CompletableFuture<ConfigurableApplicationContext> service) {
        service.handle((context, failure) -> context)
                .thenAccept(context -> {
                    if (context != null) {
                        context.close();
                    }
                })
                .join();
    }

    /** The port that the gateway listens on. */
    int port() {
        return Objects.requireNonNull(((WebServerApplicationContext) gateway).getWebServer())
                .getPort();
    }

    /** Stops the gateway, which accepts messages, then the worker, which answers them, then the projector. */
    @Override
    public void close() {
        try (projector;
                worker;
                gateway) {
            // Closed in reverse order of naming.
        }
    }
}
