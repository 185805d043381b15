package dev.chatpipeline.gateway;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The gateway's limits; those of one connection are in {@code chat.socketio}.
 *
 * @param messageBytes      of one message's text in UTF-8
 * @param sessionsPerSocket that one socket may follow at once
 * @param catchUpReaders    partitions that are read at once for clients that are behind
 * @param recoveryAge       for how long a client may be away and still go on where it was
 * @param recoveryRecords   of the log that may be read for a client that comes back; more, and it begins anew
 * @param appendTimeout     how long Kafka may take to acknowledge a command; then its client is told to try again
 * @param acceptQueue       connections that may wait to be accepted, in as far as the kernel allows ({@code
 *                          net.core.somaxconn}). All clients of a gateway that died come at once; those who find no room
 *                          are told nothing and try again after 1, 3 and 7 s
 */
@ConfigurationProperties("chat.gateway")
record GatewayProperties(
        @DefaultValue("32KB") DataSize messageBytes,
        @DefaultValue("16") int sessionsPerSocket,
        @DefaultValue("4") int catchUpReaders,
        @DefaultValue("24h") Duration recoveryAge,
        @DefaultValue("100000") int recoveryRecords,
        @DefaultValue("10s") Duration appendTimeout,
        @DefaultValue("4096") int acceptQueue) {

    GatewayProperties {
        requirePositive("message-bytes", messageBytes.toBytes());
        requirePositive("sessions-per-socket", sessionsPerSocket);
        requirePositive("catch-up-readers", catchUpReaders);
        requirePositive("recovery-age", recoveryAge.toSeconds());
        requirePositive("recovery-records", recoveryRecords);
        requirePositive("append-timeout", appendTimeout.toMillis());
        requirePositive("accept-queue", acceptQueue);
    }

    private static void requirePositive(String name, long value) {
        if (value <= 0 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("chat.gateway." + name + ": " + value + " (expected: > 0)");
        }
    }
}
