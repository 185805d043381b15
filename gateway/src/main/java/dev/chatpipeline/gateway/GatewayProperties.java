package dev.chatpipeline.gateway;

import dev.chatpipeline.properties.DataSizeRange;
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
 * The gateway's limits; those of one connection are in {@code chat.socketio}.
 *
 * @param messageBytes      maximum size of a user's message in UTF-8
 * @param sessionsPerSocket sessions that one socket may follow at once
 * @param catchUpReaders    partitions that are read at once for clients that are behind; each takes a thread
 * @param recoveryAge       how long a client may be disconnected and still resume where it was
 * @param recoveryRecords   records that may be read to resume a client; with more to read it starts afresh
 * @param appendTimeout     how long Kafka may take to acknowledge a command before the client is told to try again
 * @param acceptQueue       connections that may wait to be accepted, as far as the kernel allows ({@code net.core.somaxconn})
 */
@Validated
@ConfigurationProperties("chat.gateway")
record GatewayProperties(
        @DefaultValue("32KB") @DataSizeRange(max = "1MB") DataSize messageBytes,
        @DefaultValue("16") @Min(1) @Max(1024) int sessionsPerSocket,
        @DefaultValue("4") @Min(1) @Max(1000) int catchUpReaders,

        @DefaultValue("24h") @DurationMin(seconds = 1) @DurationMax(days = 365)
        Duration recoveryAge,

        @DefaultValue("100000") @Min(1) int recoveryRecords,

        @DefaultValue("10s") @DurationMin(millis = 100) @DurationMax(minutes = 10)
        Duration appendTimeout,
        // All clients of a failed gateway reconnect at once. The kernel retries those that find no room after 1, 3 and
        // 7 s.
        @DefaultValue("4096") @Min(1) int acceptQueue) {}
