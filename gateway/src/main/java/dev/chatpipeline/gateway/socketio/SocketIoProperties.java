package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.EngineSettings;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The limits of one Socket.IO server.
 *
 * @param path request path, ends with a slash
 * @param pingInterval time between a pong and the next ping
 * @param pingTimeout how long a client may take to answer a ping; then its connection is closed
 * @param connectTimeout how long a connection may be in no namespace; then it is closed
 * @param upgradeTimeout how long an upgrade may take from its WebSocket's handshake to its upgrade packet
 * @param maxPayload bytes in one WebSocket message or POST body of a client
 * @param sendQueueBytes bytes that may wait for one client; one more and it is cut, so that a slow reader costs only itself
 * @param sendQueueFrames packets that may wait for one client; many small ones weigh more than their bytes
 * @param sendBudgetBytes bytes that may wait for all clients together; then those are cut that have more than an equal share
 *     waiting. 0 is a quarter of the heap
 * @param sendDeadline how long one write may take; far longer than any live link needs, and no later than the ping timeout
 *     would notice, it frees the queue of a client that stopped reading
 * @param receiveQueueBytes bytes of received events that may wait for one socket's handler
 * @param receiveQueueEvents received events that may wait for one socket's handler; a stock client sends all that it kept while
 *     offline at once, which is no attack
 * @param maxSessions Engine.IO sessions at once; a polling session costs memory but holds no connection, so that the
 *     server's own connection limit does not bound them
 */
@ConfigurationProperties("chat.socketio")
public record SocketIoProperties(
        @DefaultValue("/socket.io/") String path,
        @DefaultValue("25s") Duration pingInterval,
        @DefaultValue("20s") Duration pingTimeout,
        @DefaultValue("45s") Duration connectTimeout,
        @DefaultValue("10s") Duration upgradeTimeout,
        @DefaultValue("1000000") int maxPayload,
        @DefaultValue("4194304") int sendQueueBytes,
        @DefaultValue("10000") int sendQueueFrames,
        @DefaultValue("0") long sendBudgetBytes,
        @DefaultValue("20s") Duration sendDeadline,
        @DefaultValue("4194304") int receiveQueueBytes,
        @DefaultValue("10000") int receiveQueueEvents,
        @DefaultValue("50000") int maxSessions) {

    /** Checks that every limit can be kept. */
    public SocketIoProperties {
        if (!path.startsWith("/") || !path.endsWith("/")) {
            throw new IllegalArgumentException("path: " + path + " (expected: starts and ends with /)");
        }
        requirePositive("ping-interval", pingInterval);
        requirePositive("ping-timeout", pingTimeout);
        requirePositive("connect-timeout", connectTimeout);
        requirePositive("upgrade-timeout", upgradeTimeout);
        requirePositive("max-payload", maxPayload);
        requirePositive("send-queue-bytes", sendQueueBytes);
        requirePositive("send-queue-frames", sendQueueFrames);
        sendBudgetBytes = sendBudgetBytes == 0 ? Runtime.getRuntime().maxMemory() / 4 : sendBudgetBytes;
        if (sendBudgetBytes < 0) {
            throw new IllegalArgumentException("send-budget-bytes: " + sendBudgetBytes + " (expected: >= 0)");
        }
        requirePositive("send-deadline", sendDeadline);
        requirePositive("receive-queue-bytes", receiveQueueBytes);
        requirePositive("receive-queue-events", receiveQueueEvents);
        requirePositive("max-sessions", maxSessions);
    }

    /** The limits of the layer below. */
    EngineSettings engine() {
        return new EngineSettings(
                path,
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxPayload,
                maxSessions,
                new EngineSettings.SendLimits(sendQueueBytes, sendQueueFrames, sendBudgetBytes, sendDeadline));
    }

    private static void requirePositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
