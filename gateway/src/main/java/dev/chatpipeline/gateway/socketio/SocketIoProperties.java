package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.EngineSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Path and limits of one Socket.IO server.
 *
 * @param path               request path; starts and ends with a slash
 * @param pingInterval       time from a pong to the next ping
 * @param pingTimeout        how long a client may take to answer a ping before its connection is closed
 * @param connectTimeout     how long a connection may be without a namespace before it is closed
 * @param upgradeTimeout     how long an upgrade may take, from the WebSocket handshake to the upgrade packet
 * @param maxPayload         maximum size in bytes of a WebSocket message or POST body from a client
 * @param sendQueueBytes     bytes queued for one client before it is cut
 * @param sendQueueFrames    packets queued for one client before it is cut
 * @param sendBudgetBytes    bytes queued for all clients together before those with more than an equal share are cut; 0 for a
 *                           quarter of the heap
 * @param sendDeadline       how long one write may take before the client is cut
 * @param receiveQueueBytes  memory in bytes of received events that may wait for one socket's handler
 * @param receiveQueueEvents received events that may wait for one socket's handler, and packets in one POST body
 * @param maxSessions        maximum number of open Engine.IO sessions
 * @param sessionsPerAddress maximum number of open sessions of one address; an IPv6 client's address is its /64 network
 * @param opensPerAddress    sessions that one address may open, or try to, within 10 s
 * @param receive            limits on what clients send
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
        // Small packets take more memory than their bytes.
        @DefaultValue("10000") @Min(1) int sendQueueFrames,
        @DefaultValue("0") @Min(0) long sendBudgetBytes,

        // Far longer than a live link needs. Frees the queue of a client that has stopped reading sooner than a ping
        // would.
        @DefaultValue("20s") @DurationMin(millis = 1) @DurationMax(days = 1)
        Duration sendDeadline,

        @DefaultValue("4194304") @Min(1) int receiveQueueBytes,
        // A stock client sends everything it buffered while offline at once, which is not an attack.
        @DefaultValue("10000") @Min(1) int receiveQueueEvents,
        // A polling session costs memory without holding a connection, so the connection limit does not bound it.
        @DefaultValue("50000") @Min(1) int maxSessions,
        @DefaultValue("1000") @Min(1) int sessionsPerAddress,
        @DefaultValue("1000") @Min(1) int opensPerAddress,
        @NestedConfigurationProperty @DefaultValue @Valid ReceiveProperties receive) {

    public SocketIoProperties {
        sendBudgetBytes = sendBudgetBytes == 0 ? Runtime.getRuntime().maxMemory() / 4 : sendBudgetBytes;
    }

    /** The part that the Engine.IO layer needs. */
    EngineSettings engine() {
        return new EngineSettings(
                path,
                pingInterval,
                pingTimeout,
                upgradeTimeout,
                maxSessions,
                new EngineSettings.PerAddress(sessionsPerAddress, opensPerAddress),
                new EngineSettings.ReceiveLimits(
                        maxPayload,
                        receive.entryPayload(),
                        receiveQueueEvents,
                        receive.budgetBytes(),
                        receive.deadline(),
                        receive.pings()),
                new EngineSettings.SendLimits(sendQueueBytes, sendQueueFrames, sendBudgetBytes, sendDeadline));
    }
}
