package dev.chatpipeline.worker.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The worker's bounds.
 *
 * @param sessionTimeout after this silence the group gives the worker's partitions to others
 * @param heartbeat      how often it shows the group that it lives
 * @param lease          a running answer never leaves the log silent for longer than a third of this
 * @param inFlight       answers that run at once; further turns wait
 * @param backlog        turns read and not ended; beyond it no more are read until a fifth of it is done
 * @param stallTimeout   a model that sends nothing for this long is given up
 * @param drain          how long running answers may go on after the worker was told to stop
 * @param poisonTries    attempts that run alone and die with their worker before a turn ends as {@code poison_command}
 * @param historyWait    how long a wait for the projection lasts before a warning, after which it goes on
 * @param maxAnswerBytes an answer's size in UTF-8; a longer one ends as {@code answer_too_long}
 * @param warmSessions   sessions kept in memory after their last turn
 * @param warmCharacters text kept for one session; a larger one is read from Postgres for each turn
 * @param retryBackoff   between tries to write when Kafka does not take a record, and to read a projection that lags
 * @param deliveryTimeout how long Kafka may take for a record before it counts as failed
 */
@ConfigurationProperties("chat.worker")
public record WorkerProperties(
        @DefaultValue("6s") Duration sessionTimeout,
        @DefaultValue("500ms") Duration heartbeat,
        @DefaultValue("6s") Duration lease,
        @DefaultValue("256") int inFlight,
        @DefaultValue("10000") int backlog,
        @DefaultValue("60s") Duration stallTimeout,
        @DefaultValue("30s") Duration drain,
        @DefaultValue("2") int poisonTries,
        @DefaultValue("30s") Duration historyWait,
        @DefaultValue("1048576") int maxAnswerBytes,
        @DefaultValue("5000") int warmSessions,
        @DefaultValue("262144") int warmCharacters,
        @DefaultValue("500ms") Duration retryBackoff,
        @DefaultValue("30s") Duration deliveryTimeout) {}
