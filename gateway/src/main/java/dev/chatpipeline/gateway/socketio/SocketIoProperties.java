package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.EngineSettings;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The limits of one Socket.IO server.
 *
 * @param path               request path; starts and ends with a slash
 * @param pingInterval       time from a pong to the next ping
 * @param pingTimeout        time a client has to answer a ping before its connection is closed
 * @param connectTimeout     time a connection may be in no namespace before it is closed
 * @param upgradeTimeout     time an upgrade may take from the WebSocket's handshake to the upgrade packet
 * @param maxPayload         bytes in one WebSocket message or POST body of a client
 * @param sendQueueBytes     bytes that may wait for one client before it is cut
 * @param sendQueueFrames    packets that may wait for one client before it is cut
 * @param sendBudgetBytes    bytes that may wait for all clients together before those with more than an equal share are cut; 0
 *                           for a quarter of the heap
 * @param sendDeadline       time one write may take before the client is cut
 * @param receiveQueueBytes  bytes of received events that may wait for one socket's handler
 * @param receiveQueueEvents received events that may wait for one socket's handler
 * @param maxSessions        Engine.IO sessions at once
 */
@Validated
@ConfigurationProperties("chat.socketio")
public record SocketIoProperties(
        @DefaultValue("/socket.io/") @Pattern(regexp = "/|/.*/", message = "must start and end with /")
        String path,

        @DefaultValue("25s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration pingInterval,

        @DefaultValue("20s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration pingTimeout,

        @DefaultValue("45s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration connectTimeout,

        @DefaultValue("10s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration upgradeTimeout,

        @DefaultValue("1000000") @Min(1) int maxPayload,
        @DefaultValue("4194304") @Min(1) int sendQueueBytes,
        // Many small packets weigh more than their bytes.
        @DefaultValue("10000") @Min(1) int sendQueueFrames,
        @DefaultValue("0") @Min(0) long sendBudgetBytes,

        // Far longer than any live link needs; frees the queue of a client that stopped reading before a ping tells.
        @DefaultValue("20s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration sendDeadline,

        @DefaultValue("4194304") @Min(1) int receiveQueueBytes,
        // A stock client sends all that it kept while offline at once, which is no attack.
        @DefaultValue("10000") @Min(1) int receiveQueueEvents,
        // A polling session costs memory but holds no connection, so the server's connection limit does not bound them.
        @DefaultValue("50000") @Min(1) int maxSessions) {

    public SocketIoProperties {
        sendBudgetBytes = sendBudgetBytes == 0 ? Runtime.getRuntime().maxMemory() / 4 : sendBudgetBytes;
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
}
