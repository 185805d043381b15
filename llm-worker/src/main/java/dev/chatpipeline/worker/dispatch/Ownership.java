package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.lane.LaneContext;
import dev.chatpipeline.worker.log.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group has assigned to this worker, and those that it has handed over and still finishes answers
 * for. For the poll thread, but for {@link #awaitDrained}.
 */
final class Ownership implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(Ownership.class);

    /** How long a hand-over may wait for its commit, and for the records that say which answers are kept. */
    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    private final Consumer<String, byte[]> consumer;
    private final LaneContext context;
    private final Backlog backlog;
    private final TopicReader tail;
    private final TopicReader control;
    private final Map<Integer, OwnedPartition> owned = new HashMap<>();
    private final Set<OwnedPartition> draining = new HashSet<>();

    Ownership(
            Consumer<String, byte[]> consumer,
            LaneContext context,
            Backlog backlog,
            TopicReader tail,
            TopicReader control) {
        this.consumer = consumer;
        this.context = context;
        this.backlog = backlog;
        this.tail = tail;
        this.control = control;
    }

    /** The partition with this number, null when it is not owned. */
    @Nullable
    OwnedPartition partition(int number) {
        return owned.get(number);
    }

    /** All that are owned. */
    Collection<OwnedPartition> partitions() {
        return owned.values();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        try {
            own(partitions);
        } catch (KafkaException e) {
            log.warn("Taking up {} failed, trying again: {}", partitions, e.toString());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        handOver(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        partitions.forEach(this::lose);
    }

    /** Takes up what was assigned while Kafka did not say where to begin. */
    void ownRest() {
        Set<TopicPartition> assigned = consumer.assignment();
        if (assigned.size() > owned.size()) {
            own(assigned.stream()
                    .filter(tp -> !owned.containsKey(tp.partition()))
                    .toList());
        }
    }

    private void own(Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(new HashSet<>(partitions));
        for (TopicPartition tp : partitions) {
            OffsetAndMetadata left = committed.get(tp);
            OwnedPartition partition = new OwnedPartition(tp.partition(), left, context, backlog);
            owned.put(tp.partition(), partition);
            tail.read(tp.partition(), partition.foldFrom(), partition.tail());
            control.read(tp.partition(), left == null ? 0 : left.offset(), partition.control());
        }
        log.info("Owning partitions {}", owned.keySet());
    }

    /** What to commit now of these partitions. */
    Map<TopicPartition, OffsetAndMetadata> commits(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (TopicPartition tp : partitions) {
            OwnedPartition partition = owned.get(tp.partition());
            OffsetAndMetadata commit = partition == null ? null : partition.commit();
            if (commit != null) {
                commits.put(tp, commit);
            }
        }
        return commits;
    }

    /** Hands over: progress is committed, and the log told which answers are kept. */
    void handOver(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = commits(partitions);
        List<CompletableFuture<Void>> kept = new ArrayList<>();
        for (TopicPartition tp : partitions) {
            OwnedPartition partition = owned.remove(tp.partition());
            if (partition != null) {
                synchronized (draining) {
                    draining.add(partition);
                }
                kept.add(partition.handOver(() -> drained(partition)));
            }
        }
        try {
            if (!commits.isEmpty()) {
                consumer.commitSync(commits, HAND_OVER);
            }
            CompletableFuture.allOf(kept.toArray(CompletableFuture<?>[]::new))
                    .get(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            log.warn(
                    "The hand-over of {} is incomplete, the next owner does more than it must: {}",
                    partitions,
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drained(OwnedPartition partition) {
        stopReading(partition);
        synchronized (draining) {
            draining.remove(partition);
            draining.notifyAll();
        }
    }

    /** Waits for the kept answers of partitions handed over; those that take longer are abandoned. Any thread. */
    void awaitDrained(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (draining) {
            long left = atMost.toMillis();
            while (!draining.isEmpty() && left > 0) {
                draining.wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
            draining.forEach(OwnedPartition::lose);
            draining.clear();
        }
    }

    /** Gives up, without a hand-over, whatever is still owned. */
    void loseAll() {
        List.copyOf(owned.values()).forEach(this::lose);
    }

    private void lose(TopicPartition tp) {
        OwnedPartition partition = owned.get(tp.partition());
        if (partition != null) {
            lose(partition);
        }
    }

    private void lose(OwnedPartition partition) {
        owned.remove(partition.number());
        partition.lose();
        stopReading(partition);
    }

    private void stopReading(OwnedPartition partition) {
        tail.stop(partition.number(), partition.tail());
        control.stop(partition.number(), partition.control());
    }
}
