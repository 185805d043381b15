package dev.chatpipeline.projector;

import dev.chatpipeline.contracts.TopicLayout;
import dev.chatpipeline.contracts.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Everything that can be set, and every bound.
 *
 * @param topics    where the log is
 * @param projector how it is folded and stored
 */
@ConfigurationProperties("chat")
record ProjectorProperties(
        @DefaultValue TopicProperties topics, @DefaultValue Projector projector) {

    /**
     * How the topics are named and laid out; the same in every service.
     *
     * @param prefix          before each name
     * @param partitions      of every topic
     * @param replication     copies of each partition
     * @param minIsr          copies that must have a record before it is acknowledged
     * @param maxMessageBytes the largest record
     */
    record TopicProperties(
            @DefaultValue(Topics.DEFAULT_PREFIX) String prefix,
            @DefaultValue("12") int partitions,
            @DefaultValue("3") int replication,
            @DefaultValue("2") int minIsr,
            @DefaultValue("8MB") DataSize maxMessageBytes) {

        Topics names() {
            return new Topics(prefix);
        }

        TopicLayout settings() {
            return new TopicLayout(partitions, replication, minIsr, Math.toIntExact(maxMessageBytes.toBytes()));
        }
    }

    /**
     * How the log is folded and stored.
     *
     * @param applicationId      of Kafka Streams: its group, its state and its transactions
     * @param sinkGroup          the consumer group of the sink
     * @param stateDir           where local state survives a restart; lost, it is restored from Kafka
     * @param threads            that fold; more than partitions are idle
     * @param positionInterval   how often a position that moved is told; at most 100 ms, for cold workers wait for it
     * @param commitInterval     how long a row may lie in an open transaction
     * @param linger             how long the producer waits for a batch to fill
     * @param sessionTimeout     after which a dead instance's partitions move on
     * @param heartbeat          how often an instance says that it lives
     * @param transactionTimeout how long a killed instance's open transaction may hold readers back
     * @param cache              state kept in memory between commits, so that a token is no write of its own
     * @param batch              records the sink stores in one transaction, at most
     * @param retryMin           the sink's first wait when the database does not take a batch; doubles
     * @param retryMax           the sink's longest wait
     * @param startWait          how long Kafka and PostgreSQL are waited for at start
     * @param stopWait           how long stopping may take
     */
    record Projector(
            @DefaultValue("history-projector") String applicationId,
            @DefaultValue("history-sink") String sinkGroup,
            Path stateDir,
            @DefaultValue("1") int threads,
            @DefaultValue("50ms") Duration positionInterval,
            @DefaultValue("100ms") Duration commitInterval,
            @DefaultValue("5ms") Duration linger,
            @DefaultValue("6s") Duration sessionTimeout,
            @DefaultValue("2s") Duration heartbeat,
            @DefaultValue("10s") Duration transactionTimeout,
            @DefaultValue("64MB") DataSize cache,
            @DefaultValue("500") int batch,
            @DefaultValue("100ms") Duration retryMin,
            @DefaultValue("5s") Duration retryMax,
            @DefaultValue("10m") Duration startWait,
            @DefaultValue("10s") Duration stopWait) {}
}
