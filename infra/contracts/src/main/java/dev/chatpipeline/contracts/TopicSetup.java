package dev.chatpipeline.contracts;

import java.time.Duration;
import java.util.ArrayList;
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
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates the topics that are missing and checks the layout of those that exist. Every service does so when it starts.
 *
 * @param topics the topics' names
 * @param layout how they must be laid out
 */
public record TopicSetup(Topics topics, TopicLayout layout) {

    /** How long one request to the cluster may take. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(30);

    /** How long the cluster may take to answer the first request. */
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);

    /** Pause before a broker is asked again about a topic it has not heard of yet. */
    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    /**
     * As {@link #ensure}, if the cluster answers. The caller tries again if it does not.
     *
     * @param connection properties of an admin client
     * @return why it could not be done now; null when it was done
     * @throws TopicLayoutException when a topic is laid out differently
     */
    public @Nullable String tryEnsure(Map<String, Object> connection) {
        @Nullable Admin admin = null;
        try {
            admin = Admin.create(connection);
            admin.describeCluster().clusterId().get(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            ensure(admin);
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
                // Does not wait for requests that are still under way.
                admin.close(Duration.ZERO);
            }
        }
    }

    /**
     * Creates missing topics and checks the others.
     *
     * @throws TopicLayoutException  when a topic is laid out differently
     * @throws IllegalStateException when the cluster does not answer
     */
    public void ensure(Admin admin) {
        List<NewTopic> expected = layout.of(topics);
        for (NewTopic topic : expected) {
            try {
                await(admin.createTopics(List.of(topic)).all());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof InvalidReplicationFactorException) {
                    throw new TopicLayoutException("chat.topics.replication: " + topic.replicationFactor()
                            + " (expected: at most the number of brokers, with chat.topics.min-isr not above it): "
                            + e.getCause().getMessage());
                }
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("topic " + topic.name() + ": " + e.getCause(), e.getCause());
                }
            }
        }
        check(admin, expected);
    }

    private static void check(Admin admin, List<NewTopic> expected) {
        List<String> names = expected.stream().map(NewTopic::name).toList();
        List<ConfigResource> resources =
                names.stream().map(TopicSetup::configOf).toList();
        Map<String, TopicDescription> descriptions =
                describe(() -> admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs =
                describe(() -> admin.describeConfigs(resources).all());
        List<String> mismatches = new ArrayList<>();
        for (NewTopic topic : expected) {
            TopicDescription description = descriptions.get(topic.name());
            int partitions = description == null ? 0 : description.partitions().size();
            if (partitions != topic.numPartitions()) {
                mismatches.add(
                        topic.name() + " partitions: " + partitions + " (expected: " + topic.numPartitions() + ")");
            }
            Config config = configs.get(configOf(topic.name()));
            topic.configs().forEach((key, value) -> {
                String actual = config == null || config.get(key) == null
                        ? "absent"
                        : config.get(key).value();
                if (!value.equals(actual)) {
                    mismatches.add(topic.name() + " " + key + ": " + actual + " (expected: " + value + ")");
                }
            });
        }
        if (!mismatches.isEmpty()) {
            throw new TopicLayoutException("topics are laid out otherwise: " + String.join("; ", mismatches));
        }
    }

    private static ConfigResource configOf(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    /** The controller creates a topic; other brokers may take a moment to hear of it. */
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
