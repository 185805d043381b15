package dev.chatpipeline.gateway.socketio;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One attempt of a client to move its session from polling to a WebSocket: it probes the WebSocket, lets its last poll
 * end, and then sends the upgrade packet. Until that packet everything goes by polling; after it, everything by the
 * WebSocket. The client sends it only after it has read the last poll's answer, so no packet is lost or overtaken.
 */
final class Upgrade {

    /** How often a poll that is waiting is released; as the reference server does. */
    private static final long RELEASE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EngineSession session;
    private final EngineServer server;
    private final Transport candidate;

    Upgrade(EngineSession session, EngineServer server, Transport candidate) {
        this.session = session;
        this.server = server;
        this.candidate = candidate;
    }

    Transport candidate() {
        return candidate;
    }

    void start() {
        server.schedule(
                () -> abandon(DisconnectReason.CONNECT_TIMEOUT),
                server.properties().upgradeTimeout().toNanos());
    }

    void receive(Incoming packet) {
        if (packet instanceof Incoming.Text text) {
            if (text.type() == PacketType.PING && text.data().equals("probe")) {
                candidate.write(List.of(Packet.of(PacketType.PONG, "probe")));
                releasePolls();
                return;
            }
            if (text.type() == PacketType.UPGRADE) {
                session.completeUpgrade(this);
                return;
            }
        }
        abandon(DisconnectReason.PARSE_ERROR);
    }

    private void releasePolls() {
        if (session.isCurrent(this)) {
            session.releasePoll();
            server.schedule(this::releasePolls, RELEASE_NANOS);
        }
    }

    void abandon(DisconnectReason reason) {
        if (session.abandon(this)) {
            candidate.close(reason);
        }
    }
}
