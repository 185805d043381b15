package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.MalformedRecordException;
import dev.chatpipeline.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads commands as a member of the workers' group and hands them to lanes. It never waits for a model
 * or a database, so the group always hears from it.
 */
final class CommandPoller implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(CommandPoller.class);

    /** How long one poll waits; also how often progress is committed at the least. */
    private static final Duration POLL = Duration.ofMillis(100);

    /** How long to wait for the last commits, and for the last records, when partitions are given away. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private final Consumer<String, byte[]> consumer;
    private final Topics topics;
    private final LaneServices services;
    private final LogFollower tail;
    private final LogFollower control;
    private final Set<OwnedPartition> draining = new HashSet<>();
    private volatile boolean stopped;

    // Confined to the thread.
    private final Map<Integer, OwnedPartition> owned = new HashMap<>();
    private boolean paused;
    private long sweepAt = System.nanoTime();

    CommandPoller(
            Consumer<String, byte[]> consumer,
            Topics topics,
            LaneServices services,
            LogFollower tail,
            LogFollower control) {
        this.consumer = consumer;
        this.topics = topics;
        this.services = services;
        this.tail = tail;
        this.control = control;
    }

    /** Leaves the group; what runs goes on, see {@link #awaitDrained}. */
    void stop() {
        stopped = true;
    }

    /** Waits for the answers that run on in partitions given away; those that take longer are cut. */
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

    @Override
    public void run() {
        try (consumer) {
            consumer.subscribe(List.of(topics.commands()), new Ownership());
            while (!stopped) {
                try {
                    ownRest();
                    consumer.poll(POLL).forEach(this::take);
                    holdBackIfFull();
                    commit();
                    sweep();
                } catch (KafkaException e) {
                    LOG.warn("Reading commands failed, going on: {}", e.toString());
                }
            }
            release(List.copyOf(owned.keySet()));
        } finally {
            List.copyOf(owned.keySet()).forEach(this::lose);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        OwnedPartition partition = owned.get(record.partition());
        if (partition == null) {
            return;
        }
        partition.begin(record.offset());
        ChatCommand command;
        CommandHead head;
        try {
            head = CommandHead.from(record.headers());
            command = ChatJson.readCommand(head.type(), record.value());
            requireKey(record, command);
        } catch (MalformedRecordException e) {
            setAside(partition, record, e.getMessage());
            return;
        }
        switch (command) {
            case ChatCommand.Ask ask -> {
                Turn turn = new Turn(record.offset(), ask, head.opens());
                partition
                        .lane(turn.sessionId(), id -> new Lane(id, partition, services))
                        .accept(turn);
            }
            // The control reader acts on these.
            case ChatCommand.Cancel c -> partition.complete(record.offset());
            case ChatCommand.DeleteSession c -> partition.complete(record.offset());
        }
    }

    private static void requireKey(ConsumerRecord<String, byte[]> record, ChatCommand command) {
        if (!command.sessionId().equals(record.key())) {
            throw new MalformedRecordException(
                    "key: " + record.key() + " (expected: the session id " + command.sessionId() + ")");
        }
    }

    private void setAside(OwnedPartition partition, ConsumerRecord<String, byte[]> record, @Nullable String reason) {
        LOG.warn(
                "Command {}-{}@{} cannot be read and is set aside: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason);
        services.writer()
                .setAside(
                        record,
                        String.valueOf(reason),
                        offset -> partition.complete(record.offset()),
                        () -> services.later(services.properties().retryBackoff(), () -> {
                            if (!partition.isLost()) {
                                setAside(partition, record, reason);
                            }
                        }));
    }

    private void holdBackIfFull() {
        if (!paused && services.backlog().isFull()) {
            paused = true;
        } else if (paused && services.backlog().hasRoom()) {
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
        Map<TopicPartition, OffsetAndMetadata> commits = commits(owned.keySet());
        if (!commits.isEmpty()) {
            // A commit that fails is followed by a later one; until then a new owner reads more than it must.
            consumer.commitAsync(commits, (offsets, failure) -> {
                if (failure != null) {
                    LOG.debug("Commit failed", failure);
                }
            });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> commits(Collection<Integer> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (int number : partitions) {
            OwnedPartition partition = owned.get(number);
            OffsetAndMetadata commit = partition == null ? null : partition.commit();
            if (commit != null) {
                commits.put(new TopicPartition(topics.commands(), number), commit);
            }
        }
        return commits;
    }

    /** Keeps memory bounded: forgets the sessions that were quiet for longest. */
    private void sweep() {
        if (System.nanoTime() - sweepAt < 0) {
            return;
        }
        sweepAt = System.nanoTime() + SWEEP_EVERY.toNanos();
        int lanes = owned.values().stream().mapToInt(p -> p.lanes().size()).sum();
        int excess = lanes - services.properties().warmSessions();
        if (excess > 0) {
            List<Lane> idle = owned.values().stream()
                    .flatMap(p -> p.lanes().values().stream())
                    .filter(Lane::isIdle)
                    .sorted(Comparator.comparingLong(Lane::lastUsed))
                    .limit(excess)
                    .toList();
            Set<Lane> dropped = new HashSet<>(idle);
            owned.values().forEach(p -> p.lanes().values().removeAll(dropped));
        }
        owned.values().forEach(OwnedPartition::forgetSettledSessions);
    }

    /** Takes up what was assigned when Kafka did not tell where to begin. */
    private void ownRest() {
        if (consumer.assignment().size() > owned.size()) {
            own(consumer.assignment().stream()
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
            long next = left == null ? 0 : left.offset();
            Long foldFrom = OffsetTracker.foldFrom(left);
            OwnedPartition partition = new OwnedPartition(
                    tp.partition(), next, foldFrom == null ? 0 : foldFrom, services.self(), services.clock());
            owned.put(tp.partition(), partition);
            tail.follow(tp.partition(), partition.foldFrom(), partition.tail());
            control.follow(tp.partition(), next, partition.control());
        }
        LOG.info("Owning partitions {}", owned.keySet());
    }

    /** Gives partitions away in good order: progress committed, and the log told what goes on. */
    private void release(Collection<Integer> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = commits(partitions);
        List<CompletableFuture<Void>> kept = new ArrayList<>();
        for (int number : partitions) {
            OwnedPartition partition = owned.remove(number);
            if (partition != null) {
                synchronized (draining) {
                    draining.add(partition);
                }
                kept.add(partition.release(() -> drained(partition)));
            }
        }
        try {
            if (!commits.isEmpty()) {
                consumer.commitSync(commits, LAST_WORDS);
            }
            CompletableFuture.allOf(kept.toArray(CompletableFuture<?>[]::new))
                    .get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            LOG.warn(
                    "Giving away {} in good order failed, the next owner does more than it must: {}",
                    partitions,
                    e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void drained(OwnedPartition partition) {
        unfollow(partition);
        synchronized (draining) {
            draining.remove(partition);
            draining.notifyAll();
        }
    }

    private void lose(int number) {
        OwnedPartition partition = owned.remove(number);
        if (partition != null) {
            partition.lose();
            unfollow(partition);
        }
    }

    private void unfollow(OwnedPartition partition) {
        tail.unfollow(partition.partition(), partition.tail());
        control.unfollow(partition.partition(), partition.control());
    }

    /** What happens when partitions come and go; called within {@code poll} on the thread. */
    private final class Ownership implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            try {
                own(partitions);
            } catch (KafkaException e) {
                LOG.warn("Taking up {} failed, trying again: {}", partitions, e.toString());
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            release(partitions.stream().map(TopicPartition::partition).toList());
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(tp -> lose(tp.partition()));
        }
    }
}
