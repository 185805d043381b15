package dev.chatpipeline.worker.dispatch;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that polls commands as a member of the workers' group. It never waits for a model or a database, so the group
 * always hears from it.
 */
final class CommandPoller implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(CommandPoller.class);

    /** How long one poll waits; also how often progress is committed at the least. */
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final String topic;
    private final Ownership ownership;
    private final CommandRouter router;
    private final Backlog backlog;
    private final WarmSessions warmSessions;
    private volatile boolean stopped;

    // Confined to the thread.
    private boolean paused;

    /** @param consumer a member of the workers' group; used by this thread only, and closed by it */
    CommandPoller(
            Consumer<String, byte[]> consumer,
            String topic,
            Ownership ownership,
            CommandRouter router,
            Backlog backlog,
            WarmSessions warmSessions) {
        this.consumer = consumer;
        this.topic = topic;
        this.ownership = ownership;
        this.router = router;
        this.backlog = backlog;
        this.warmSessions = warmSessions;
    }

    /** Leaves the group, soon; running answers go on, see {@link Ownership#awaitDrained}. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try (consumer) {
            consumer.subscribe(List.of(topic), ownership);
            while (!stopped) {
                try {
                    ownership.ownRest();
                    consumer.poll(POLL).forEach(this::route);
                    pauseOrResume();
                    commit();
                    warmSessions.sweepIfDue(ownership.partitions());
                } catch (KafkaException e) {
                    log.warn("Polling commands failed and is tried again: {}", e.toString());
                }
            }
            ownership.handOver(owned());
        } finally {
            ownership.loseAll();
        }
    }

    private void route(ConsumerRecord<String, byte[]> record) {
        OwnedPartition partition = ownership.partition(record.partition());
        if (partition != null) {
            router.route(record, partition);
        }
    }

    private void pauseOrResume() {
        if (!paused && backlog.isFull()) {
            paused = true;
        } else if (paused && backlog.hasRoom()) {
            paused = false;
        }
        Set<TopicPartition> assignment = consumer.assignment();
        if (paused) {
            consumer.pause(assignment);
        } else if (!consumer.paused().isEmpty()) {
            consumer.resume(assignment);
        }
    }

    private void commit() {
        Map<TopicPartition, OffsetAndMetadata> commits = ownership.commits(owned());
        if (!commits.isEmpty()) {
            // A commit that fails is followed by a later one; until then a new owner reads more than it must.
            consumer.commitAsync(commits, (offsets, failure) -> {
                if (failure != null) {
                    log.debug("A commit failed", failure);
                }
            });
        }
    }

    private List<TopicPartition> owned() {
        return ownership.partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.number()))
                .toList();
    }
}
