package dev.chatpipeline.gateway.socketio;

import java.util.List;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Engine.IO session: its transport, the upgrade to a better one, its heartbeat, and what waits to be written.
 *
 * <p>The monitor guards the fields and is held for bookkeeping only. Transports and listener are called without it.
 *
 * <p>Only one write is under way at a time, started by whoever finds the transport ready and packets waiting: usually the
 * thread that sends, else the one on which the transport completed the write before.
 */
final class EngineSession {

    private static final Logger log = LoggerFactory.getLogger(EngineSession.class);

    private final EngineServer server;
    private final String id;
    private final HttpHandshake request;
    private final Outbox outbox;
    private final Heartbeat heartbeat;
    private final EngineListener listener;
    private Transport transport;
    private @Nullable Upgrade upgrade;
    private boolean ready;
    private boolean flushing;
    private boolean closed;
    private long writeStarted;
    private boolean writing;
    private @Nullable Future<?> heartbeatTimer;
    private boolean sendDeadlineArmed;

    EngineSession(
            EngineServer server,
            String id,
            HttpHandshake request,
            Function<EngineSession, Transport> transport,
            long now) {
        this.server = server;
        this.id = id;
        this.request = request;
        SocketIoProperties limits = server.properties();
        this.outbox = new Outbox(limits.sendQueueBytes(), limits.sendQueueFrames(), server.budget());
        this.heartbeat = new Heartbeat(limits.pingInterval(), limits.pingTimeout(), now);
        this.listener = server.listen(this);
        this.transport = transport.apply(this);
        this.ready = this.transport.isReadyAtOnce();
    }

    String id() {
        return id;
    }

    /** The request that opened the session. */
    HttpHandshake request() {
        return request;
    }

    /** Queues the open packet and starts the heartbeat. */
    void open() {
        SocketIoProperties limits = server.properties();
        String upgrades = transport.isUpgradable() ? "\"websocket\"" : "";
        send(Packet.of(
                PacketType.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":[" + upgrades + "],\"pingInterval\":"
                        + limits.pingInterval().toMillis() + ",\"pingTimeout\":"
                        + limits.pingTimeout().toMillis() + ",\"maxPayload\":" + limits.maxPayload() + "}"));
        scheduleHeartbeat();
    }

    void send(Packet packet) {
        send(List.of(packet));
    }

    /** Queues packets that belong together; a session that is closed drops them, one with too many is closed. */
    void send(List<Packet> packets) {
        boolean accepted;
        synchronized (this) {
            accepted = closed || outbox.offer(packets);
        }
        if (accepted) {
            flush();
        } else {
            close(DisconnectReason.SLOW_CONSUMER);
        }
    }

    /** Whether more than half of what may wait for the client does. */
    synchronized boolean isCongested() {
        return outbox.isHalfFull();
    }

    /** Called by a transport that may be given packets. */
    void ready(Transport from) {
        synchronized (this) {
            if (from != transport) {
                return;
            }
            ready = true;
        }
        flush();
    }

    /** Called by a transport when the packets it was given have left. */
    synchronized void written(Transport from) {
        if (from == transport) {
            writing = false;
            outbox.written();
        }
    }

    private void flush() {
        while (true) {
            Transport to;
            List<Packet> batch;
            synchronized (this) {
                if (flushing || !ready || closed || outbox.isEmpty()) {
                    return;
                }
                flushing = true;
                to = transport;
                batch = startWrite();
            }
            to.write(batch);
            synchronized (this) {
                flushing = false;
                if (writing && !sendDeadlineArmed) {
                    sendDeadlineArmed = true;
                    server.schedule(
                            this::checkSendDeadline,
                            server.properties().sendDeadline().toNanos());
                }
            }
        }
    }

    private List<Packet> startWrite() {
        ready = false;
        writing = true;
        writeStarted = System.nanoTime();
        return outbox.take();
    }

    private void checkSendDeadline() {
        synchronized (this) {
            sendDeadlineArmed = false;
            if (closed || !writing) {
                return;
            }
            long left = writeStarted + server.properties().sendDeadline().toNanos() - System.nanoTime();
            if (left > 0) {
                sendDeadlineArmed = true;
                server.schedule(this::checkSendDeadline, left);
                return;
            }
        }
        close(DisconnectReason.SEND_TIMEOUT);
    }

    /** Called by a transport for each packet, in order. */
    void receive(Transport from, Incoming packet) {
        Upgrade pending;
        synchronized (this) {
            if (closed) {
                return;
            }
            pending = upgrade;
            if (from != transport && (pending == null || from != pending.candidate())) {
                return;
            }
        }
        if (from != transport && pending != null) {
            pending.receive(packet);
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
            case PONG -> alive();
            case CLOSE -> close(DisconnectReason.TRANSPORT_CLOSE);
            case NOOP -> {}
            case OPEN, PING, UPGRADE -> {
                log.debug("{}: {} packet out of turn", id, type);
                close(DisconnectReason.PARSE_ERROR);
            }
        }
    }

    /** Called by a transport that broke or was closed by the client. */
    void lost(Transport from, DisconnectReason reason) {
        Upgrade pending;
        synchronized (this) {
            pending = upgrade;
        }
        if (pending != null && from == pending.candidate()) {
            pending.abandon(reason);
        } else if (isCurrent(from)) {
            close(reason);
        }
    }

    private synchronized boolean isCurrent(Transport other) {
        return other == transport;
    }

    /** The transport, unless it is a WebSocket. */
    synchronized @Nullable PollingTransport polling() {
        return transport instanceof PollingTransport polling ? polling : null;
    }

    /** Begins an upgrade; false when there was one, or one is under way. */
    boolean beginUpgrade(Transport candidate) {
        Upgrade begun = new Upgrade(this, server, candidate);
        synchronized (this) {
            if (closed || upgrade != null || !transport.isUpgradable()) {
                return false;
            }
            upgrade = begun;
        }
        begun.start();
        return true;
    }

    /** Ends an upgrade that came to nothing, so that the session stays with its transport; false if it had ended. */
    synchronized boolean abandon(Upgrade abandoned) {
        if (upgrade != abandoned) {
            return false;
        }
        upgrade = null;
        return true;
    }

    /** Moves the session to the candidate. What was not yet written is written there. */
    void completeUpgrade(Upgrade completed) {
        Transport old;
        synchronized (this) {
            if (closed || upgrade != completed) {
                return;
            }
            old = transport;
            transport = completed.candidate();
            upgrade = null;
            writing = false;
            outbox.written();
            ready = transport.isReadyAtOnce();
            heartbeat.restart(System.nanoTime());
        }
        if (old instanceof PollingTransport polling) {
            polling.discard();
        }
        scheduleHeartbeat();
        flush();
    }

    /** Answers a waiting poll with nothing, so that the client can go on with its upgrade. */
    void releasePoll() {
        synchronized (this) {
            if (closed || !ready || !outbox.isEmpty() || upgrade == null) {
                return;
            }
            outbox.offer(List.of(Packet.NOOP));
        }
        flush();
    }

    synchronized boolean isCurrent(Upgrade other) {
        return upgrade == other;
    }

    private void alive() {
        synchronized (this) {
            heartbeat.pong(System.nanoTime());
        }
        scheduleHeartbeat();
    }

    private void scheduleHeartbeat() {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (heartbeatTimer != null) {
                heartbeatTimer.cancel(false);
            }
            heartbeatTimer = server.schedule(this::beat, Math.max(0, heartbeat.untilNextLook(System.nanoTime())));
        }
    }

    private void beat() {
        Heartbeat.Due due;
        synchronized (this) {
            due = heartbeat.look(System.nanoTime());
        }
        switch (due) {
            case CLOSE -> close(DisconnectReason.PING_TIMEOUT);
            case PING -> {
                send(Packet.PING);
                scheduleHeartbeat();
            }
            case NOTHING -> scheduleHeartbeat();
        }
    }

    /** Closes the session if its pong is overdue, however late the timer is; true if it is closed. */
    boolean closeIfExpired() {
        boolean expired;
        synchronized (this) {
            if (closed) {
                return true;
            }
            expired = heartbeat.isExpired(System.nanoTime());
        }
        if (expired) {
            close(DisconnectReason.PING_TIMEOUT);
        }
        return expired;
    }

    void close(DisconnectReason reason) {
        Transport current;
        Upgrade pending;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            current = transport;
            pending = upgrade;
            upgrade = null;
            outbox.close();
            if (heartbeatTimer != null) {
                heartbeatTimer.cancel(false);
            }
        }
        log.debug("{}: closed, {}", id, reason);
        server.forget(this, reason);
        current.close(reason);
        if (pending != null) {
            pending.candidate().close(reason);
        }
        listener.closed(reason);
    }
}
