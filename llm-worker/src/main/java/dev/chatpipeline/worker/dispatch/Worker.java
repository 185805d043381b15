package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.TopicSetup;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts and stops the worker's threads: the command poller, two log followers, the lanes' executor, one timer. */
public final class Worker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    /** Between tries to reach Kafka, and to run. */
    private static final Duration AGAIN = Duration.ofSeconds(1);

    /** How long a thread may take to end. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final Topics topics;
    private final TopicLayout topicLayout;
    private final WorkspaceModels models;
    private final Conversations store;
    private final WorkerProperties properties;
    private final Clock clock;

    private @Nullable Thread main;

    Worker(
            KafkaClients clients,
            Topics topics,
            TopicLayout topicLayout,
            WorkspaceModels models,
            Conversations store,
            WorkerProperties properties,
            Clock clock) {
        this.clients = clients;
        this.topics = topics;
        this.topicLayout = topicLayout;
        this.models = models;
        this.store = store;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        main = Thread.ofPlatform().name("worker").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (main != null) {
            main.interrupt();
            join(main, properties.drain().plus(STOP_WITHIN));
            main = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return main != null;
    }

    private void run() {
        try {
            awaitTopics();
            while (true) {
                try {
                    serve();
                    LOG.error("A loop of the worker ended by itself, starting all of them again");
                } catch (KafkaException e) {
                    LOG.error("The worker cannot start, trying again: {}", e.toString());
                }
                Thread.sleep(AGAIN);
            }
        } catch (InterruptedException e) {
            LOG.info("Worker stopped");
        }
    }

    private void awaitTopics() throws InterruptedException {
        String said = "";
        for (@Nullable String why = whyNotLaidOut(); why != null; why = whyNotLaidOut()) {
            if (!why.equals(said)) {
                LOG.warn("Waiting for Kafka: {}", why);
                said = why;
            }
            Thread.sleep(AGAIN);
        }
    }

    /** Topics laid out otherwise are waited for as well: somebody may put them right. */
    private @Nullable String whyNotLaidOut() {
        try {
            return new TopicSetup(topics, topicLayout).tryEnsure(clients.admin());
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void serve() throws InterruptedException {
        String self = UUID.randomUUID().toString().substring(0, 8);
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("worker-timer").factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        try (Producer<String, byte[]> producer = clients.producer();
                ExecutorService executor = Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("lane-", 0).factory())) {
            LaneServices services = new LaneServices(
                    self,
                    new EventWriter(topics, producer),
                    models,
                    store,
                    new KeptText(topics.events(), clients::reader),
                    new InFlight(properties.inFlight()),
                    new InFlight(1),
                    new Backlog(properties.backlog()),
                    properties,
                    clock,
                    executor,
                    (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
            LogFollower tail = new LogFollower(topics.events(), clients.headersOnlyReader());
            LogFollower control = new LogFollower(topics.commands(), clients.reader());
            CommandPoller poller = new CommandPoller(clients.groupMember(), topics, services, tail, control);
            CountDownLatch anyEnded = new CountDownLatch(1);
            Thread tailing = start("worker-tail", tail, anyEnded);
            Thread controlling = start("worker-control", control, anyEnded);
            Thread polling = start("worker-commands", poller, anyEnded);
            LOG.info("Worker {} reads {}", self, topics.commands());
            try {
                anyEnded.await();
            } finally {
                poller.stop();
                join(polling);
                poller.awaitDrained(properties.drain());
                tail.stop();
                control.stop();
                join(tailing);
                join(controlling);
                timer.shutdown();
            }
        }
    }

    private static Thread start(String name, Runnable loop, CountDownLatch ended) {
        return Thread.ofPlatform().name(name).start(() -> {
            try {
                loop.run();
            } finally {
                ended.countDown();
            }
        });
    }

    private static void join(Thread thread) {
        join(thread, STOP_WITHIN);
    }

    private static void join(Thread thread, Duration atMost) {
        try {
            if (!thread.join(atMost)) {
                LOG.warn("Thread {} did not end within {}", thread.getName(), atMost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
