package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.properties.DataSizeRange;
import dev.chatpipeline.worker.lane.LaneLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The worker's bounds.
 *
 * @param sessionTimeout  silence after which the group gives the worker's partitions to others
 * @param heartbeat       how often the worker tells the group that it lives; less than {@code session-timeout}
 * @param lease           how long another worker's attempt is waited for after its last record; a running answer writes one at least every third of it
 * @param inFlight        answers that run at once; further turns wait
 * @param backlog         turns accepted and not done at which polling pauses, until a fifth of them is done
 * @param answerTimeout   how long a model may take for one answer, whatever it sends meanwhile; then the answer fails
 * @param drain           how long running answers may go on once the worker was told to stop
 * @param poisonTries     attempts at a turn that may run alone and die with their worker before it ends as poison_command
 * @param historyWait     how long a turn may wait for its session's rows before that is logged, again and again
 * @param maxAnswerBytes  an answer's size in UTF-8; a longer one is cut and ends as answer_too_long
 * @param warmSessions    sessions kept in memory after their last turn
 * @param warmCharacters  text kept in memory for one session, in characters; a longer session is read from PostgreSQL for each turn
 * @param retryBackoff    pause before something is tried again that Kafka or PostgreSQL did not do
 * @param deliveryTimeout how long Kafka may take to acknowledge a record before the write counts as failed
 */
@Validated
@ConfigurationProperties("chat.worker")
public record WorkerProperties(
        @DefaultValue("6s") @DurationMin(seconds = 1) @DurationMax(minutes = 30)
        Duration sessionTimeout,

        @DefaultValue("500ms") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration heartbeat,

        @DefaultValue("6s") @DurationMin(seconds = 1) @DurationMax(minutes = 30)
        Duration lease,

        @DefaultValue("256") @Min(1) @Max(1_000_000) int inFlight,

        @DefaultValue("10000") @Min(1) @Max(10_000_000) int backlog,

        @DefaultValue("1h") @DurationMin(seconds = 1) @DurationMax(hours = 24)
        Duration answerTimeout,

        @DefaultValue("30s") @DurationMin(seconds = 0) @DurationMax(hours = 24)
        Duration drain,

        @DefaultValue("2") @Min(1) @Max(100) int poisonTries,

        @DefaultValue("30s") @DurationMin(millis = 100) @DurationMax(hours = 24)
        Duration historyWait,

        @DefaultValue("1MB") @DataSizeRange(min = "1B", max = "1GB")
        DataSize maxAnswerBytes,

        @DefaultValue("5000") @Min(0) @Max(10_000_000) int warmSessions,

        @DefaultValue("262144") @Min(0) int warmCharacters,

        @DefaultValue("500ms") @DurationMin(millis = 10) @DurationMax(minutes = 10)
        Duration retryBackoff,

        @DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(minutes = 10)
        Duration deliveryTimeout) {

    public WorkerProperties {
        if (heartbeat.compareTo(sessionTimeout) >= 0) {
            throw new IllegalArgumentException("chat.worker.heartbeat: " + heartbeat
                    + " (expected: < chat.worker.session-timeout, " + sessionTimeout + ")");
        }
    }

    /** The bounds that lanes keep. */
    LaneLimits lanes() {
        return new LaneLimits(
                lease,
                retryBackoff,
                new LaneLimits.AnswerLimits(Math.toIntExact(maxAnswerBytes.toBytes()), answerTimeout),
                new LaneLimits.MemoryLimits(warmCharacters, historyWait),
                poisonTries);
    }
}
