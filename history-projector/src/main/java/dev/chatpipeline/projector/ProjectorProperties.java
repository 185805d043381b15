package dev.chatpipeline.projector;

import dev.chatpipeline.properties.DataSizeRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How the log is folded and stored.
 *
 * @param applicationId      Kafka Streams' application id, which names its consumer group, state and transactions
 * @param sinkGroup          consumer group of the sink, which stores the rows
 * @param stateDir           folder for local state, kept across restarts; if lost, it is restored from Kafka
 * @param threads            threads that fold the log; those beyond the number of partitions are idle
 * @param positionInterval   how often an advanced position is written; workers that read a cold session wait for it
 * @param commitInterval     how long a row may be in an open transaction
 * @param linger             how long the producer waits for a batch to fill
 * @param sessionTimeout     time without a heartbeat after which an instance's partitions are reassigned
 * @param heartbeat          heartbeat interval in the consumer groups; below {@code session-timeout}
 * @param transactionTimeout how long the open transaction of a killed instance may block the sink; above {@code commit-interval}
 * @param cache              memory that collects state between commits, so that not every token is a write
 * @param batch              maximum number of records that the sink stores in one transaction
 * @param retryMin           first pause of the sink after a failed write to the database; doubles each time
 * @param retryMax           longest pause of the sink; at least {@code retry-min}
 * @param stopWait           how long stopping Kafka Streams may take
 */
@Validated
@ConfigurationProperties("chat.projector")
record ProjectorProperties(
        @DefaultValue("history-projector") @Pattern(regexp = "[a-zA-Z0-9._-]{1,200}")
        String applicationId,

        @DefaultValue("history-sink") @Pattern(regexp = "[a-zA-Z0-9._-]{1,200}")
        String sinkGroup,

        @NotNull Path stateDir,

        @DefaultValue("1") @Min(1) @Max(64) int threads,

        @DefaultValue("50ms") @DurationMin(millis = 2) @DurationMax(millis = 100)
        Duration positionInterval,

        @DefaultValue("100ms") @DurationMin(millis = 1) @DurationMax(seconds = 30)
        Duration commitInterval,

        @DefaultValue("5ms") @DurationMin(millis = 0) @DurationMax(seconds = 1)
        Duration linger,

        @DefaultValue("6s") @DurationMin(seconds = 1) @DurationMax(minutes = 30)
        Duration sessionTimeout,

        @DefaultValue("2s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration heartbeat,

        @DefaultValue("10s") @DurationMin(seconds = 1) @DurationMax(minutes = 15)
        Duration transactionTimeout,

        @DefaultValue("64MB") @DataSizeRange(min = "0B", max = "64GB")
        DataSize cache,

        @DefaultValue("500") @Min(1) @Max(10_000) int batch,

        @DefaultValue("100ms") @DurationMin(millis = 1) @DurationMax(hours = 1)
        Duration retryMin,

        @DefaultValue("5s") @DurationMin(millis = 1) @DurationMax(hours = 1)
        Duration retryMax,

        @DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(minutes = 10)
        Duration stopWait) {

    ProjectorProperties {
        requireBelow("heartbeat", heartbeat, "session-timeout", sessionTimeout);
        requireBelow("commit-interval", commitInterval, "transaction-timeout", transactionTimeout);
        if (retryMin.compareTo(retryMax) > 0) {
            throw invalid("retry-min", retryMin, "<= chat.projector.retry-max", retryMax);
        }
    }

    private static void requireBelow(String key, Duration value, String boundKey, Duration bound) {
        if (value.compareTo(bound) >= 0) {
            throw invalid(key, value, "< chat.projector." + boundKey, bound);
        }
    }

    private static IllegalArgumentException invalid(String key, Duration value, String expected, Duration bound) {
        return new IllegalArgumentException("chat.projector." + key + ": " + DurationStyle.SIMPLE.print(value)
                + " (expected: " + expected + ", " + DurationStyle.SIMPLE.print(bound) + ")");
    }
}
