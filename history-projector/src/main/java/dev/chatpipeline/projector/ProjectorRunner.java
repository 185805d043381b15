package dev.chatpipeline.projector;

import dev.chatpipeline.concurrent.StopSignal;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.kafka.KafkaClients;
import dev.chatpipeline.projector.store.HistoryStore;
import dev.chatpipeline.projector.topology.HistoryTopology;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts and stops the service. Its thread starts Kafka Streams, which has its own threads, and then runs the sink. */
final class ProjectorRunner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ProjectorRunner.class);

    private final ProjectorProperties properties;
    private final KafkaClients clients;
    private final StreamsSettings settings;
    private final HistoryStore store;
    private final Clock clock;
    private final StopSignal stop = new StopSignal();
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private volatile @Nullable Thread thread;

    ProjectorRunner(
            ProjectorProperties properties,
            KafkaClients clients,
            StreamsSettings settings,
            HistoryStore store,
            Clock clock) {
        this.properties = properties;
        this.clients = clients;
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    /** Starts the service; topics and tables must exist. */
    void start() {
        thread = Thread.ofPlatform().name("history-projector").start(this::run);
    }

    /** Whether it has started and has neither stopped nor failed since. */
    boolean isRunning() {
        return thread != null && !end.isDone();
    }

    /** Completes when the service has stopped, exceptionally if it failed. */
    CompletableFuture<@Nullable Void> end() {
        return end;
    }

    @Override
    public void close() {
        stop.set();
        if (thread == null) {
            return;
        }
        try {
            // The thread's own waits are bounded by stop-wait as well.
            end.get(properties.stopWait().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn(
                    "The projector did not stop within {}",
                    properties.stopWait().multipliedBy(2));
        } catch (ExecutionException e) {
            log.debug("The projector had already failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (StateFolder folder = StateFolder.claim(properties.stateDir())) {
            project(folder);
            end.complete(null);
        } catch (RuntimeException | Error e) {
            log.error("The projector failed: {}", e.getMessage());
            log.debug("Why the projector failed", e);
            end.completeExceptionally(e);
        }
    }

    private void project(StateFolder folder) {
        Topics topics = clients.topics().topics();
        StreamsBuilder builder = new StreamsBuilder();
        HistoryTopology.build(builder, topics, properties.positionInterval(), Stores::persistentKeyValueStore);
        KafkaStreams streams = new KafkaStreams(builder.build(), settings.in(folder.path()));
        streams.setUncaughtExceptionHandler(new ThreadFailures(clock));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.ERROR) {
                stop.set();
            }
        });
        try (Consumer<String, byte[]> consumer = sinkConsumer()) {
            streams.start();
            log.info("Projecting {}", topics.all());
            new HistorySink(consumer, store, new Backoff(properties.retryMin(), properties.retryMax()))
                    .run(topics.history(), stop);
            if (streams.state() == KafkaStreams.State.ERROR) {
                throw new IllegalStateException("Kafka Streams has stopped after an error that is logged above");
            }
        } finally {
            // Leaving the group lets another instance take over without waiting for the session to time out.
            boolean stopped = streams.close(
                    CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(properties.stopWait()));
            if (!stopped) {
                log.warn("Kafka Streams did not stop within {}", properties.stopWait());
            }
        }
    }

    private Consumer<String, byte[]> sinkConsumer() {
        Map<String, Object> sink = Map.of(
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.batch(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, IsolationLevel.READ_COMMITTED.toString());
        return clients.memberOf(
                "history-sink", properties.sinkGroup(), properties.sessionTimeout(), properties.heartbeat(), sink);
    }
}
