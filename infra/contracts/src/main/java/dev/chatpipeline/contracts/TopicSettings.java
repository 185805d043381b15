package dev.chatpipeline.contracts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * How the topics are laid out; every service creates what is missing and checks what is there when it starts.
 *
 * @param partitions      of every topic, the same in all, for a session has one partition number everywhere
 * @param replication     copies of each partition
 * @param minIsr          copies that must have a record before it is acknowledged
 * @param maxMessageBytes the largest record; a final event repeats the whole answer
 */
public record TopicSettings(int partitions, int replication, int minIsr, int maxMessageBytes) {

    /** Enough for 12 workers, small enough for a laptop. */
    public static final int DEFAULT_PARTITIONS = 12;

    /** 8 MiB; Kafka's own default of 1 MiB would refuse a long final event. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

    private static final Duration SIGNALS_RETENTION = Duration.ofMinutes(10);

    /** How long one request to the cluster may take. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** How long the cluster may take to say that it is there. */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    /** Between two questions whether a broker knows a new topic. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    public TopicSettings {
        if (partitions < 1 || replication < 1 || minIsr < 1 || minIsr > replication) {
            throw new IllegalArgumentException("topics: partitions " + partitions + ", replication " + replication
                    + ", min-isr " + minIsr + " (expected: all >= 1, min-isr <= replication)");
        }
    }

    /** One broker, no copies. */
    public static TopicSettings standalone() {
        return new TopicSettings(DEFAULT_PARTITIONS, 1, 1, DEFAULT_MAX_MESSAGE_BYTES);
    }

    /**
     * As {@link #ensure}, if the cluster answers; to be tried again if it does not.
     *
     * @param connection properties of an admin client
     * @return why it could not be done now; null when it was
     * @throws TopicLayoutException when a topic is laid out otherwise
     */
    public @Nullable String tryEnsure(Map<String, Object> connection, Topics topics) {
        @Nullable Admin admin = null;
        try {
            admin = Admin.create(connection);
            admin.describeCluster().clusterId().get(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            ensure(admin, topics);
            return null;
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        } catch (TimeoutException e) {
            return "no answer within " + PROBE_TIMEOUT;
        } catch (KafkaException e) {
            return String.valueOf(e.getMessage());
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof RetriableException || e.getCause() instanceof TimeoutException) {
                return e.getMessage();
            }
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            if (admin != null) {
                // Not waiting for what it still asks.
                admin.close(Duration.ZERO);
            }
        }
    }

    /**
     * Creates missing topics and checks the others.
     *
     * @throws TopicLayoutException when a topic is laid out otherwise
     * @throws IllegalStateException when the cluster does not answer
     */
    public void ensure(Admin admin, Topics topics) {
        for (NewTopic topic : wanted(topics)) {
            try {
                await(admin.createTopics(List.of(topic)).all());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("topic " + topic.name() + ": " + e.getCause(), e.getCause());
                }
            }
        }
        check(admin, wanted(topics));
    }

    private void check(Admin admin, Collection<NewTopic> wanted) {
        List<String> names = wanted.stream().map(NewTopic::name).toList();
        List<ConfigResource> resources = names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, TopicDescription> descriptions =
                describe(() -> admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs =
                describe(() -> admin.describeConfigs(resources).all());
        List<String> mismatches = new ArrayList<>();
        for (NewTopic topic : wanted) {
            TopicDescription description = descriptions.get(topic.name());
            int found = description == null ? 0 : description.partitions().size();
            if (found != topic.numPartitions()) {
                mismatches.add(topic.name() + " partitions: " + found + " (expected: " + topic.numPartitions() + ")");
            }
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            topic.configs().forEach((key, expected) -> {
                String actual = config == null || config.get(key) == null
                        ? "absent"
                        : config.get(key).value();
                if (!expected.equals(actual)) {
                    mismatches.add(topic.name() + " " + key + ": " + actual + " (expected: " + expected + ")");
                }
            });
        }
        if (!mismatches.isEmpty()) {
            throw new TopicLayoutException("topics are laid out otherwise: " + String.join("; ", mismatches));
        }
    }

    private List<NewTopic> wanted(Topics topics) {
        Map<String, String> forEver = Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1");
        Map<String, String> compacted = Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        Map<String, String> minutes =
                Map.of(TopicConfig.RETENTION_MS_CONFIG, Long.toString(SIGNALS_RETENTION.toMillis()));
        return List.of(
                topic(topics.commands(), forEver),
                topic(topics.events(), forEver),
                topic(topics.history(), compacted),
                topic(topics.signals(), minutes),
                topic(topics.commandsDlq(), forEver));
    }

    private NewTopic topic(String name, Map<String, String> kept) {
        Map<String, String> configs = new HashMap<>(kept);
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minIsr));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(maxMessageBytes));
        return new NewTopic(name, partitions, (short) replication).configs(configs);
    }

    /** A topic is created at the controller; a broker may take a moment to hear of it. */
    private static <T> T describe(Supplier<KafkaFuture<T>> request) {
        long deadline = System.nanoTime() + REQUEST_TIMEOUT.toNanos();
        while (true) {
            try {
                return await(request.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw new IllegalStateException("topics: " + e.getCause(), e.getCause());
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        }
    }

    private static <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(REQUEST_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not answer within " + REQUEST_TIMEOUT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for Kafka", e);
        }
    }
}
