package dev.chatpipeline.gateway.engineio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The upgrade of a session from polling to a WebSocket. The client probes the WebSocket, lets its last poll end, and then
 * sends the upgrade packet. Everything before that packet goes over polling, everything after it over the WebSocket. No packet
 * is lost or reordered, because the client sends the upgrade packet only after it has read the response to its last poll.
 */
final class Upgrade {

    /** How often a pending poll is answered; the reference server uses the same interval. */
    private static final long ANSWER_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Host host;
    private final EngineTimer timer;
    private final Transport candidate;
    private boolean probed;

    /** The session that is upgraded. */
    interface Host {

        boolean isPending(Upgrade upgrade);

        /** Answers a pending poll with a no-op, so that the client can proceed with the upgrade. */
        void answerPendingPoll();

        /** Switches the session to the candidate, if this upgrade is still pending. */
        void complete(Upgrade upgrade);

        /** Ends this upgrade and keeps the current transport; false if the upgrade is no longer pending. */
        boolean abort(Upgrade upgrade);
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
        timer.schedule(() -> abort(DisconnectReason.CONNECT_TIMEOUT), timeout.toNanos());
    }

    /** Handles a packet from the candidate. It is called for one packet at a time. A client probes once. */
    void receive(Incoming packet) {
        if (packet instanceof Incoming.Text text) {
            if (text.type() == PacketType.PING && text.data().equals("probe") && !probed) {
                probed = true;
                candidate.write(List.of(Packet.of(PacketType.PONG, "probe")));
                answerPolls();
                return;
            }
            if (text.type() == PacketType.UPGRADE) {
                host.complete(this);
                return;
            }
        }
        abort(DisconnectReason.PARSE_ERROR);
    }

    private void answerPolls() {
        if (host.isPending(this)) {
            host.answerPendingPoll();
            timer.schedule(this::answerPolls, ANSWER_POLL_NANOS);
        }
    }

    void abort(DisconnectReason reason) {
        if (host.abort(this)) {
            candidate.close(reason);
        }
    }
}
