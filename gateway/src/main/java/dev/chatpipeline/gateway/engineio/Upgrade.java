package dev.chatpipeline.gateway.engineio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client's attempt to move its session from polling to a WebSocket. It probes the WebSocket, lets its last poll end, and
 * then sends the upgrade packet. Until that packet everything is sent by polling; after it, everything by the WebSocket.
 * The client sends it only after it has read the response to the last poll, so no packet is lost or overtaken.
 */
final class Upgrade {

    /** How often a waiting poll is answered; the reference server uses the same interval. */
    private static final long RELEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Host host;
    private final EngineTimer timer;
    private final Transport candidate;

    /** The session that is upgraded. */
    interface Host {

        /** Whether this upgrade is still under way. */
        boolean isUnderWay(Upgrade upgrade);

        /** Answers a waiting poll with nothing, so that the client can go on with its upgrade. */
        void answerWaitingPoll();

        /** Moves the session to the candidate, if this upgrade is still under way. */
        void complete(Upgrade upgrade);

        /** Ends this upgrade, so that the session stays with its transport; false if it has already ended. */
        boolean abandon(Upgrade upgrade);
    }

    Upgrade(Host host, EngineTimer timer, Transport candidate) {
        this.host = host;
        this.timer = timer;
        this.candidate = candidate;
    }

    Transport candidate() {
        return candidate;
    }

    void start(Duration timeout) {
        timer.schedule(() -> abandon(DisconnectReason.CONNECT_TIMEOUT), timeout.toNanos());
    }

    /** Handles a packet that arrived on the candidate. */
    void receive(Incoming packet) {
        if (packet instanceof Incoming.Text text) {
            if (text.type() == PacketType.PING && text.data().equals("probe")) {
                candidate.write(List.of(Packet.of(PacketType.PONG, "probe")));
                answerPolls();
                return;
            }
            if (text.type() == PacketType.UPGRADE) {
                host.complete(this);
                return;
            }
        }
        abandon(DisconnectReason.PARSE_ERROR);
    }

    private void answerPolls() {
        if (host.isUnderWay(this)) {
            host.answerWaitingPoll();
            timer.schedule(this::answerPolls, RELEASE_NANOS);
        }
    }

    void abandon(DisconnectReason reason) {
        if (host.abandon(this)) {
            candidate.close(reason);
        }
    }
}
