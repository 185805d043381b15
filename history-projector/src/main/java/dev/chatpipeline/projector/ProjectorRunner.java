package dev.chatpipeline.projector;

import dev.chatpipeline.contracts.TopicSetup;
import dev.chatpipeline.projector.ProjectorProperties.Projector;
import dev.chatpipeline.projector.store.Database;
import dev.chatpipeline.projector.store.HistoryStore;
import dev.chatpipeline.projector.topology.HistoryTopology;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the service. One thread waits for PostgreSQL and Kafka, prepares tables and topics, starts Kafka
 * Streams, which has threads of its own, and then is the sink.
 */
final class ProjectorRunner implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ProjectorRunner.class);

    private final ProjectorProperties properties;
    private final KafkaSettings kafka;
    private final Database database;
    private final HistoryStore store;
    private final Clock clock;
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private @Nullable Thread thread;

    ProjectorRunner(
            ProjectorProperties properties, KafkaSettings kafka, Database database, HistoryStore store, Clock clock) {
        this.properties = properties;
        this.kafka = kafka;
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void start() {
        thread = Thread.ofPlatform().name("history-projector").start(this::run);
    }

    @Override
    public void stop() {
        stop.set();
        try {
            // The thread's own waits are bounded by the same time.
            end.get(properties.projector().stopWait().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("The projector did not stop in time");
        } catch (ExecutionException e) {
            log.debug("The projector had failed before", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && !end.isDone();
    }

    /** Completes when the service has stopped, exceptionally when it failed. */
    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    private void run() {
        try {
            prepareAndProject();
            end.complete(null);
        } catch (RuntimeException | Error e) {
            log.error("The projector cannot go on: {}", e.getMessage());
            log.debug("The projector failed", e);
            end.completeExceptionally(e);
        }
    }

    private void prepareAndProject() {
        if (!await("PostgreSQL", database::tryMigrate)) {
            return;
        }
        if (!await("Kafka", this::whyNotLaidOut)) {
            return;
        }
        try (StateFolder state = StateFolder.claim(properties.projector().stateDir())) {
            project(state);
        }
    }

    private void project(StateFolder state) {
        Projector projector = properties.projector();
        StreamsBuilder builder = new StreamsBuilder();
        HistoryTopology.build(
                builder, properties.topics().names(), projector.positionInterval(), Stores::persistentKeyValueStore);
        KafkaStreams streams = new KafkaStreams(builder.build(), kafka.streams(state.path()));
        streams.setUncaughtExceptionHandler(new ThreadFailures(clock));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                stop.set();
            }
        });
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(kafka.sink())) {
            streams.start();
            log.info("Projecting {}", properties.topics().names().all());
            new HistorySink(consumer, store, new Backoff(projector.retryMin(), projector.retryMax()))
                    .run(properties.topics().names().history(), stop);
            if (streams.state() == KafkaStreams.State.ERROR) {
                throw new IllegalStateException("Kafka Streams gave up; the reason is above");
            }
        } finally {
            // Leaving at once lets another instance go on without waiting for the session to time out.
            boolean stopped = streams.close(
                    CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(projector.stopWait()));
            if (!stopped) {
                log.warn("Kafka Streams did not stop within {}", projector.stopWait());
            }
        }
    }

    /**
     * Tries until it is done; false when the service is to stop first.
     *
     * @param prepare says why it could not be done, null when it was
     */
    private boolean await(String what, Supplier<@Nullable String> prepare) {
        Instant deadline = clock.instant().plus(properties.projector().startWait());
        Backoff backoff = new Backoff(
                properties.projector().retryMin(), properties.projector().retryMax());
        boolean waited = false;
        for (@Nullable String reason = prepare.get(); reason != null; reason = prepare.get()) {
            if (clock.instant().isAfter(deadline)) {
                throw new IllegalStateException(what + " did not answer within "
                        + properties.projector().startWait() + ": " + reason);
            }
            if (!waited) {
                log.info("Waiting for {}: {}", what, reason);
                waited = true;
            }
            if (stop.await(backoff.next())) {
                return false;
            }
        }
        if (waited) {
            log.info("{} answers", what);
        }
        return !stop.isSet();
    }

    private @Nullable String whyNotLaidOut() {
        return new TopicSetup(properties.topics().names(), properties.topics().settings()).tryEnsure(kafka.admin());
    }
}
