package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.worker.lane.LaneContext;
import dev.chatpipeline.worker.log.EventWriter;
import dev.chatpipeline.worker.log.PartialAnswerReader;
import dev.chatpipeline.worker.log.TopicReader;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the worker's threads: command poller, tail, control reader, timer, the lanes' virtual threads, and one
 * that starts the others again should one of them end. {@link #begin} starts it, not Spring, for Kafka may not be there
 * yet when the application starts.
 */
public final class Worker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Worker.class);

    /** Pause before the threads are started again. */
    private static final Duration RESTART = Duration.ofSeconds(1);

    /** How long a thread may take to end. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

    private final WorkerClients clients;
    private final Topics topics;
    private final LaneContext.Sources sources;
    private final WorkerProperties properties;
    private final Clock clock;

    private @Nullable Thread main;

    Worker(
            WorkerClients clients,
            Topics topics,
            LaneContext.Sources sources,
            WorkerProperties properties,
            Clock clock) {
        this.clients = clients;
        this.topics = topics;
        this.sources = sources;
        this.properties = properties;
        this.clock = clock;
    }

    /** Begins to poll commands; the topics exist. */
    synchronized void begin() {
        main = Thread.ofPlatform().name("worker").start(this::run);
    }

    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public void start() {
        begin();
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
            while (true) {
                try {
                    serve();
                    log.error("A thread of the worker ended by itself, starting all of them again");
                } catch (KafkaException e) {
                    log.error("The worker cannot start, trying again: {}", e.toString());
                }
                Thread.sleep(RESTART);
            }
        } catch (InterruptedException e) {
            log.info("Worker stopped");
        }
    }

    private void serve() throws InterruptedException {
        String self = UUID.randomUUID().toString().substring(0, 8);
        ScheduledThreadPoolExecutor timer = timer();
        try (Producer<String, byte[]> producer = clients.producer();
                ExecutorService executor = Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("lane-", 0).factory())) {
            LaneContext context = new LaneContext(
                    new LaneContext.Log(
                            self,
                            new EventWriter(topics, producer),
                            new PartialAnswerReader(topics.events(), clients::partialAnswer)),
                    sources,
                    new LaneContext.Run(
                            executor,
                            (delay, task) -> timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS),
                            clock),
                    new AnswerPermits(properties.inFlight()),
                    properties.lanes());
            log.info("Worker {} polls {}", self, topics.commands());
            try {
                poll(context);
            } finally {
                // Before the executor closes, which would refuse what the timer brings.
                timer.shutdown();
            }
        }
    }

    /** Runs the loops until one of them ends or the worker is stopped. */
    private void poll(LaneContext context) throws InterruptedException {
        TopicReader tail = new TopicReader(topics.events(), clients::tail);
        TopicReader control = new TopicReader(topics.commands(), clients::control);
        Consumer<String, byte[]> consumer = clients.commands();
        Backlog backlog = new Backlog(properties.backlog());
        Ownership ownership = new Ownership(consumer, context, backlog, tail, control);
        CommandPoller poller = new CommandPoller(
                consumer,
                topics.commands(),
                ownership,
                new CommandRouter(context),
                backlog,
                new WarmSessions(properties.warmSessions()));
        CountDownLatch anyEnded = new CountDownLatch(1);
        Thread tailing = start("worker-tail", tail, anyEnded);
        Thread controlling = start("worker-control", control, anyEnded);
        Thread polling = start("worker-commands", poller, anyEnded);
        try {
            anyEnded.await();
        } finally {
            poller.stop();
            join(polling);
            ownership.awaitDrained(properties.drain());
            tail.close();
            control.close();
            join(tailing);
            join(controlling);
        }
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("worker-timer").factory());
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return timer;
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
                log.warn("Thread {} did not end within {}", thread.getName(), atMost);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
