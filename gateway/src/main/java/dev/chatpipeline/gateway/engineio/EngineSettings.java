package dev.chatpipeline.gateway.engineio;

import java.time.Duration;

/**
 * The path and the limits of one Engine.IO server.
 *
 * @param path           request path; starts and ends with a slash
 * @param pingInterval   from a pong to the next ping
 * @param pingTimeout    time a client has to answer a ping before its session is closed
 * @param upgradeTimeout time an upgrade may take from the WebSocket's handshake to the upgrade packet
 * @param maxPayload     bytes in one WebSocket message or POST body of a client
 * @param maxSessions    sessions at once
 * @param send           limits on what waits to be sent
 */
public record EngineSettings(
        String path,
        Duration pingInterval,
        Duration pingTimeout,
        Duration upgradeTimeout,
        int maxPayload,
        int maxSessions,
        SendLimits send) {

    /**
     * What may wait to be sent, and for how long.
     *
     * @param queueBytes   bytes that may wait for one client
     * @param queuePackets packets that may wait for one client
     * @param budgetBytes  bytes that may wait for all clients together
     * @param deadline     time one write may take
     */
    public record SendLimits(int queueBytes, int queuePackets, long budgetBytes, Duration deadline) {}

    /** The longest silence of a client that is alive. */
    Duration heartbeat() {
        return pingInterval.plus(pingTimeout);
    }
}
