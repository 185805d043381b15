package dev.chatpipeline.standalone;

import dev.chatpipeline.embedded.EmbeddedStack;
import dev.chatpipeline.embedded.StartupProblem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.logging.LoggingSystem;

/** Broker, database and services, running. */
final class Standalone implements AutoCloseable {

    private final EmbeddedStack stack;
    private final Services services;
    private final String host;
    private final Consumer<String> progress;

    private Standalone(EmbeddedStack stack, Services services, String host, Consumer<String> progress) {
        this.stack = stack;
        this.services = services;
        this.host = host;
        this.progress = progress;
    }

    /**
     * Returns once the page and the API can be used.
     *
     * @param progress gets a line for each step, for the person who waits
     * @throws StartupProblem when it cannot start; what had started is stopped again
     */
    static Standalone start(Arguments arguments, Map<String, String> environment, Consumer<String> progress) {
        requireFree(arguments);
        Path data = arguments.data().toAbsolutePath().normalize();
        System.setProperty("chat.log.dir", data.resolve("logs").toString());
        // Each service would set up logging for the whole JVM; logback.xml has done so.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        if (arguments.fresh()) {
            EmbeddedStack.empty(data);
        }
        progress.accept("starting Kafka and PostgreSQL on " + data);
        EmbeddedStack stack = EmbeddedStack.start(data, arguments.kafkaPort(), arguments.postgresPort());
        try {
            progress.accept("Kafka is up: " + stack.broker().bootstrapServers());
            progress.accept("PostgreSQL is up: " + stack.database().address("chat") + " (its password: "
                    + stack.database().passwordFile() + ")");
            DetectedProvider provider = new ProviderDetection(environment).detect();
            progress.accept("the model that answers: " + provider);
            progress.accept("starting gateway, llm-worker and history-projector");
            Services services = Services.start(stack, data, arguments, jwtSecret(environment, data), provider);
            return new Standalone(stack, services, arguments.host(), progress);
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    private static String jwtSecret(Map<String, String> environment, Path data) {
        String given = environment.get("CHAT_JWT_SECRET");
        return given == null || given.isBlank() ? JwtSecret.in(data) : given;
    }

    // Known at once rather than after everything else has started.
    private static void requireFree(Arguments wanted) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(wanted.host(), wanted.port()));
        } catch (IOException e) {
            throw new StartupProblem(
                    "cannot listen on " + wanted.host() + ", port " + wanted.port() + ": " + e.getMessage()
                            + " (choose another with --port or --host)",
                    e);
        }
    }

    /** Where the page is. */
    URI url() {
        InetAddress address = new InetSocketAddress(host, 0).getAddress();
        boolean local = address.isLoopbackAddress() || address.isAnyLocalAddress();
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + (local ? "localhost" : name) + ":" + services.port() + "/");
    }

    /** Gateway, worker (which finishes its answers within its drain time), projector, broker, database. */
    @Override
    public void close() {
        progress.accept("stopping");
        try (stack;
                services) {
            // Closed in reverse order of naming.
        }
        progress.accept("stopped");
    }
}
