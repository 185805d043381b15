package dev.chatpipeline.gateway.engineio;

import java.time.Duration;

/**
 * Path and limits of one Engine.IO server.
 *
 * @param path           request path; starts and ends with a slash
 * @param pingInterval   from a pong to the next ping
 * @param pingTimeout    how long a client may take to answer a ping before its session is closed
 * @param upgradeTimeout how long an upgrade may take, from the WebSocket handshake to the upgrade packet
 * @param maxSessions    maximum number of open sessions
 * @param perAddress     limits on sessions of one address
 * @param receive        limits on input
 * @param send           limits on queued output
 */
public record EngineSettings(
        String path,
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        int maxSessions,
        PerAddress perAddress,
        ReceiveLimits receive,
        SendLimits send) {

    /**
     * Limits on sessions of clients with the same address.
     *
     * @param sessions open at once
     * @param opens    opened or tried within ten seconds
     */
    public record PerAddress(int sessions, int opens) {}

    /**
     * Limits on input.
     *
     * @param maxPayload   maximum size in bytes of a WebSocket message or POST body
     * @param entryPayload the same, until the layer above admits the client
     * @param packets      packets in one POST body
     * @param budgetBytes  memory held for input of all clients together
     * @param deadline     how long a message or POST body may take to arrive
     * @param pings        WebSocket pings that a client may send within a second
     */
    public record ReceiveLimits(
            int maxPayload, int entryPayload, int packets, long budgetBytes, Duration deadline, int pings) {}

    /**
     * Limits on queued output.
     *
     * @param queueBytes   bytes queued for one client
     * @param queuePackets packets queued for one client
     * @param budgetBytes  bytes queued for all clients together
     * @param deadline     how long one write may take
     */
    public record SendLimits(int queueBytes, int queuePackets, long budgetBytes, Duration deadline) {}

    /** The longest that a live client can be silent. */
    Duration heartbeat() {
        return pingInterval.plus(pingTimeout);
    }
}
