package dev.chatpipeline.gateway.engineio;

import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Engine.IO session. It ties together the packet writer, the heartbeat, an upgrade and the layer above.
 *
 * <p>The monitor guards the fields. Lock order: this monitor before the writer's or the heartbeat's. Transports and the
 * listener are called without holding it.
 */
final class ClientSession implements EngineSession, TransportListener, Upgrade.Host {

    private static final Logger log = LoggerFactory.getLogger(ClientSession.class);

    private final Shared shared;
    private final String id;
    private final HttpHandshake request;
    private final EngineListener listener;
    private final PacketWriter writer;
    private final HeartbeatTimer heartbeat;
    private final Inbound inbound;
    private @Nullable Upgrade upgrade;
    private boolean closed;

    /** Holds the sessions of a server. */
    interface Owner {

        void closed(ClientSession session, DisconnectReason reason);

        /** A client ran into a limit without being closed. */
        void limited(DisconnectReason by);

        /** Drops a closed session that expects no more requests. */
        void forget(ClientSession session);
    }

    /** What all sessions of a server share. */
    record Shared(
            EngineSettings settings,
            ByteBudget sendBudget,
            ByteBudget receiveBudget,
            EngineTimer timer,
            Function<EngineSession, EngineListener> listeners,
            Owner owner) {}

    /** @param transport creates the session's first transport */
    ClientSession(Shared shared, HttpHandshake request, Function<TransportListener, Transport> transport) {
        this.shared = shared;
        this.id = RandomIds.next();
        this.request = request;
        EngineSettings settings = shared.settings();
        EngineSettings.SendLimits limits = settings.send();
        this.heartbeat = new HeartbeatTimer(
                new Heartbeat(settings.pingInterval(), settings.pingTimeout(), System.nanoTime()),
                shared.timer(),
                () -> send(List.of(Packet.PING)),
                () -> close(DisconnectReason.PING_TIMEOUT));
        this.inbound = new Inbound(
                settings.receive(), shared.receiveBudget(), request.bytes(), () -> close(DisconnectReason.OVERLOADED));
        this.writer = new PacketWriter(
                new Outbox(limits.queueBytes(), limits.queuePackets(), shared.sendBudget()),
                transport.apply(this),
                shared.timer(),
                limits.deadline(),
                () -> close(DisconnectReason.SEND_TIMEOUT));
        this.listener = shared.listeners().apply(this);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public HttpHandshake request() {
        return request;
    }

    @Override
    public TransportKind transportKind() {
        return transport().kind();
    }

    Transport transport() {
        return writer.transport();
    }

    /** Queues the open packet and starts the heartbeat. */
    void open() {
        EngineSettings settings = shared.settings();
        String upgrades = transportKind().isUpgradable() ? "\"websocket\"" : "";
        send(List.of(Packet.of(
                PacketType.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":[" + upgrades + "],\"pingInterval\":"
                        + settings.pingInterval().toMillis() + ",\"pingTimeout\":"
                        + settings.pingTimeout().toMillis() + ",\"maxPayload\":"
                        + settings.receive().maxPayload() + "}")));
        heartbeat.start();
        inbound.reserve(0); // closes the session if there is no memory for its request
    }

    @Override
    public void send(List<Packet> packets) {
        if (!writer.send(packets)) {
            close(DisconnectReason.SLOW_CONSUMER);
        }
    }

    @Override
    public boolean isCongested() {
        return writer.isCongested();
    }

    @Override
    public Inbound inbound() {
        return inbound;
    }

    @Override
    public void admit() {
        inbound.admit();
    }

    @Override
    public boolean reserve(long bytes) {
        return inbound.reserve(bytes);
    }

    @Override
    public void free(long bytes) {
        inbound.free(bytes);
    }

    @Override
    public boolean oversized(String beginning) {
        boolean told = beginning.startsWith(String.valueOf(PacketType.MESSAGE.digit()))
                && listener.oversized(beginning.substring(1));
        if (told) {
            shared.owner().limited(DisconnectReason.PAYLOAD_TOO_LARGE);
        }
        return told;
    }

    @Override
    public Future<?> schedule(Runnable task, long delayNanos) {
        return shared.timer().schedule(task, delayNanos);
    }

    @Override
    public void ready(Transport from) {
        writer.ready(from);
    }

    @Override
    public void written(Transport from) {
        writer.written(from);
    }

    @Override
    public void received(Transport from, Incoming packet) {
        Upgrade pending;
        boolean ended;
        synchronized (this) {
            ended = closed;
            pending = from == transport() ? null : upgrade;
            if (ended && (pending == null || from != pending.candidate())) {
                return;
            }
            if (from != transport() && (pending == null || from != pending.candidate())) {
                return;
            }
        }
        if (pending != null) {
            if (ended) {
                pending.abort(DisconnectReason.SERVER_CLOSE);
            } else {
                pending.receive(packet);
            }
            return;
        }
        switch (packet) {
            case Incoming.Binary binary -> listener.binary(binary.data());
            case Incoming.Text text -> receiveText(text.type(), text.data());
        }
    }

    private void receiveText(PacketType type, String data) {
        switch (type) {
            case MESSAGE -> listener.text(data);
            case PONG -> heartbeat.pong();
            case CLOSE -> close(DisconnectReason.TRANSPORT_CLOSE);
            case NOOP -> {}
            case OPEN, PING, UPGRADE -> {
                log.debug("{}: unexpected {} packet", id, type);
                close(DisconnectReason.PARSE_ERROR);
            }
        }
    }

    @Override
    public void lost(Transport from, DisconnectReason reason) {
        Upgrade pending;
        synchronized (this) {
            pending = upgrade;
        }
        if (pending != null && from == pending.candidate()) {
            pending.abort(reason);
        } else if (from == transport()) {
            close(reason);
        }
    }

    /** Starts an upgrade; false if the session cannot be upgraded or an upgrade is already pending. */
    boolean beginUpgrade(Transport candidate) {
        Upgrade started = new Upgrade(this, shared.timer(), candidate);
        synchronized (this) {
            if (closed || upgrade != null || !transportKind().isUpgradable()) {
                return false;
            }
            upgrade = started;
        }
        started.start(shared.settings().upgradeTimeout());
        return true;
    }

    @Override
    public synchronized boolean isPending(Upgrade other) {
        return upgrade == other && !closed;
    }

    @Override
    public void answerPendingPoll() {
        synchronized (this) {
            if (upgrade == null) {
                return;
            }
            writer.offerIfIdle(Packet.NOOP);
        }
        writer.flush();
    }

    @Override
    public void complete(Upgrade completed) {
        Transport previous;
        synchronized (this) {
            if (closed || upgrade != completed) {
                return;
            }
            upgrade = null;
            previous = writer.switchTo(completed.candidate());
            heartbeat.restart();
        }
        previous.discard();
        writer.flush();
    }

    @Override
    public synchronized boolean abort(Upgrade aborted) {
        if (upgrade != aborted) {
            return false;
        }
        upgrade = null;
        return true;
    }

    /** Closes the session if its pong is overdue, even if the timer has not fired yet. */
    void closeIfExpired() {
        if (heartbeat.isExpired()) {
            close(DisconnectReason.PING_TIMEOUT);
        }
    }

    @Override
    public void close(DisconnectReason reason) {
        Transport current;
        Upgrade pending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            current = writer.close();
            heartbeat.stop();
            pending = upgrade;
            if (!reason.letsClientReconnect()) {
                upgrade = null;
            }
        }
        log.debug("{}: closed, {}", id, reason);
        inbound.close();
        shared.owner().closed(this, reason);
        current.close(reason);
        // A stock client polls no more once its probe was answered. If it lost the candidate now, it would notice
        // nothing
        // until a ping is overdue; so the candidate is closed when the client has changed to it.
        if (pending != null && !reason.letsClientReconnect()) {
            pending.candidate().close(reason);
        }
        listener.closed(reason);
    }

    @Override
    public void lastPollAnswered() {
        shared.owner().forget(this);
    }
}
