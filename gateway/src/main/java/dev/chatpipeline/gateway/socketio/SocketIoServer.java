package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.EngineMapping;
import dev.chatpipeline.gateway.engineio.EngineServer;
import dev.chatpipeline.gateway.engineio.LimitListener;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.web.servlet.HandlerMapping;

/**
 * A Socket.IO server on one path. Register it as a bean, so that it stops before the web server does, and its
 * {@link #handlerMapping} as another, so that Spring MVC finds it.
 */
public final class SocketIoServer implements SmartLifecycle {

    /** How long handlers may take to finish once every connection is closed. The beans they use stop after that. */
    private static final long STOP_SECONDS = 5;

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("socketio-", 0).factory());
    private final EngineServer engine;
    private final EngineMapping mapping;
    private volatile boolean running;

    private SocketIoServer(Builder builder) {
        SocketIoProperties properties = builder.properties;
        var shared = new SocketConnection.Shared(
                properties, properties.receive().json(), Map.copyOf(builder.namespaces), threads);
        this.engine =
                new EngineServer(properties.engine(), session -> new SocketConnection(session, shared), builder.limits);
        this.mapping = new EngineMapping(engine, builder.allowedOrigins);
    }

    /** Starts building a server with these limits. */
    public static Builder builder(SocketIoProperties properties) {
        return new Builder(properties);
    }

    /** Maps requests on the path to this server. */
    public HandlerMapping handlerMapping() {
        return mapping;
    }

    /** How many connections are open, including those without a namespace. */
    public int connectionCount() {
        return engine.sessionCount();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Closes every transport, so that stock clients reconnect elsewhere, accepts no new connection, and lets handlers finish. */
    @Override
    public void stop() {
        running = false;
        engine.close();
        threads.shutdown();
        try {
            threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Builds a server. */
    public static final class Builder {

        private final SocketIoProperties properties;
        private final Map<String, NamespaceHandler> namespaces = new HashMap<>();
        private Set<String> allowedOrigins = Set.of();
        private LimitListener limits = limit -> {};

        private Builder(SocketIoProperties properties) {
            this.properties = properties;
        }

        /** Adds a namespace; {@code /} is the one that clients connect to by default. */
        public Builder namespace(String name, NamespaceHandler handler) {
            if (!name.startsWith("/")) {
                throw new IllegalArgumentException("namespace: " + name + " (expected: starts with /)");
            }
            namespaces.put(name, handler);
            return this;
        }

        /** Origins that may connect besides the server's own; {@code *} for all. */
        public Builder allowedOrigins(Set<String> origins) {
            allowedOrigins = origins;
            return this;
        }

        /** Who is told of clients that run into limits. */
        public Builder limits(LimitListener listener) {
            limits = listener;
            return this;
        }

        /** Builds the server. */
        public SocketIoServer build() {
            return new SocketIoServer(this);
        }
    }
}
