package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.concurrent.SerialExecutor;
import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.EngineListener;
import dev.chatpipeline.gateway.engineio.EngineSession;
import dev.chatpipeline.gateway.engineio.MalformedPacketException;
import dev.chatpipeline.gateway.engineio.Packet;
import dev.chatpipeline.gateway.engineio.TransportKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One client's connection: an Engine.IO session and the sockets that share it. The monitor guards the set of sockets. */
final class SocketConnection implements EngineListener, NamespaceSocket.Connection {

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private final EngineSession session;
    private final SocketIoProperties limits;
    private final Shared shared;
    private final PendingPacket pending;
    private final Map<String, NamespaceSocket> sockets = new HashMap<>(2);
    private int connects; // counted on the transport's thread only
    private @Nullable Future<?> connectTimeout;
    private boolean closed;

    /**
     * What all connections of a server share.
     *
     * @param json reads what clients send, within limits
     */
    record Shared(
            SocketIoProperties limits, JsonMapper json, Map<String, NamespaceHandler> namespaces, Executor threads) {}

    SocketConnection(EngineSession session, Shared shared) {
        this.session = session;
        this.shared = shared;
        this.limits = shared.limits();
        this.pending = new PendingPacket(session, limits.receive().deadline().toNanos());
        startConnectTimeout();
    }

    private void startConnectTimeout() {
        connectTimeout =
                session.schedule(this::closeIfUnused, limits.connectTimeout().toNanos());
    }

    private void closeIfUnused() {
        boolean unused;
        synchronized (this) {
            unused = sockets.values().stream().noneMatch(NamespaceSocket::isConnected);
        }
        if (unused) {
            session.close(DisconnectReason.CONNECT_TIMEOUT);
        }
    }

    @Override
    public void text(String data) {
        try {
            if (pending.isPresent()) {
                throw new MalformedPacketException("message: text (expected: a binary attachment)");
            }
            SocketPacket packet = new PacketDecoder(shared.json(), data).read();
            if (!session.reserve(packet.cost())) {
                return;
            }
            if (packet.attachments() > 0 && packet.data() != null) {
                pending.begin(packet, packet.data());
            } else {
                route(packet);
            }
        } catch (MalformedPacketException e) {
            fail(e);
        }
    }

    /** An event that is too large is answered as any other, so that the client knows which it was. */
    @Override
    public boolean oversized(String beginning) {
        try {
            SocketPacket head = new PacketDecoder(shared.json(), beginning).readHead();
            NamespaceSocket socket = find(head.namespace());
            return head.type() == SocketPacket.Type.EVENT
                    && head.attachments() == 0
                    && socket != null
                    && socket.isConnected()
                    && !pending.isPresent()
                    && socket.receiveOversized(head);
        } catch (MalformedPacketException e) {
            log.debug("{}: {}", session.id(), e.getMessage());
            return false;
        }
    }

    @Override
    public void binary(byte[] data) {
        try {
            if (!session.reserve(Attachments.costOf(data))) {
                return;
            }
            SocketPacket complete = pending.add(data);
            if (complete != null) {
                route(complete);
            }
        } catch (MalformedPacketException e) {
            fail(e);
        }
    }

    private void fail(MalformedPacketException e) {
        log.debug("{}: {}", session.id(), e.getMessage());
        session.close(e.reason());
    }

    /** Takes a packet, whose memory is freed unless a handler has to deal with it first. */
    private void route(SocketPacket packet) throws MalformedPacketException {
        boolean handedOn = false;
        try {
            handedOn = handOn(packet);
        } finally {
            if (!handedOn) {
                handled(packet);
            }
        }
    }

    /** Acts on a packet; true if a handler will say when it has been handled. */
    private boolean handOn(SocketPacket packet) throws MalformedPacketException {
        NamespaceSocket socket = find(packet.namespace());
        JsonNode data = packet.data();
        switch (packet.type()) {
            case CONNECT -> {
                if (socket == null) {
                    return connect(packet);
                }
            }
            case DISCONNECT -> {
                if (socket != null) {
                    disconnect(socket);
                    return false;
                }
            }
            case EVENT -> {
                if (socket != null && socket.isConnected() && data != null) {
                    boolean queued = socket.receive(packet, data);
                    if (!queued) {
                        session.close(DisconnectReason.FLOODED);
                    }
                    return queued;
                }
            }
            case ACK -> {
                if (socket != null && socket.isConnected() && data != null) {
                    return false; // ignored: this server never requests an ack
                }
            }
            case CONNECT_ERROR -> {}
        }
        throw new MalformedPacketException(
                "packet: " + packet.type() + " for " + packet.namespace() + " (expected: one that fits its state)");
    }

    /** A client that no longer waits for the decision on it leaves for good, so that only one is pending at a time. */
    private void disconnect(NamespaceSocket socket) {
        if (socket.isConnected()) {
            disconnect(socket, DisconnectReason.CLIENT_DISCONNECT);
        } else {
            session.close(DisconnectReason.CLIENT_DISCONNECT);
        }
    }

    @Override
    public void handled(SocketPacket packet) {
        session.free(packet.cost());
    }

    private synchronized @Nullable NamespaceSocket find(String namespace) {
        return sockets.get(namespace);
    }

    private boolean connect(SocketPacket packet) {
        if (++connects > limits.receive().connects()) {
            session.close(DisconnectReason.TOO_MANY_CONNECTS);
            return false;
        }
        String namespace = packet.namespace();
        NamespaceHandler handler = shared.namespaces().get(namespace);
        if (handler == null) {
            send(List.of(PacketEncoder.encodeText(
                    SocketPacket.Type.CONNECT_ERROR, namespace, PacketEncoder.rejected("Invalid namespace", null))));
            return false;
        }
        JsonNode auth = packet.data() == null ? PacketEncoder.emptyObject() : packet.data();
        NamespaceSocket socket = new NamespaceSocket(
                this,
                handler,
                Handshake.of(namespace, auth, session.request()),
                new SerialExecutor(shared.threads(), limits.receiveQueueEvents(), limits.receiveQueueBytes()));
        synchronized (this) {
            if (closed) {
                return false;
            }
            sockets.put(namespace, socket);
        }
        socket.start(packet);
        return true;
    }

    @Override
    public boolean accept(NamespaceSocket socket, @Nullable String pid) {
        String namespace = socket.handshake().namespace();
        synchronized (this) {
            if (sockets.get(namespace) != socket) {
                return false;
            }
            socket.markConnected();
            session.admit();
            if (connectTimeout != null) {
                connectTimeout.cancel(false);
                connectTimeout = null;
            }
        }
        send(List.of(PacketEncoder.encodeText(
                SocketPacket.Type.CONNECT, namespace, PacketEncoder.connected(socket.id(), pid))));
        return true;
    }

    @Override
    public void reject(NamespaceSocket socket, ConnectResult.Reject rejection) {
        String namespace = socket.handshake().namespace();
        if (remove(socket)) {
            send(List.of(PacketEncoder.encodeText(
                    SocketPacket.Type.CONNECT_ERROR,
                    namespace,
                    PacketEncoder.rejected(rejection.message(), rejection.data()))));
        }
    }

    @Override
    public void disconnect(NamespaceSocket socket, DisconnectReason reason) {
        if (remove(socket)) {
            socket.end(reason);
        }
    }

    private synchronized boolean remove(NamespaceSocket socket) {
        boolean removed = sockets.remove(socket.handshake().namespace(), socket);
        if (removed && sockets.isEmpty() && connectTimeout == null) {
            startConnectTimeout();
        }
        return removed;
    }

    @Override
    public void send(List<Packet> packets) {
        session.send(packets);
    }

    @Override
    public boolean isCongested() {
        return session.isCongested();
    }

    @Override
    public TransportKind transport() {
        return session.transportKind();
    }

    @Override
    public Future<?> schedule(Runnable task, long delayNanos) {
        return session.schedule(task, delayNanos);
    }

    @Override
    public void close(String why) {
        log.debug("{}: closing the connection, {}", session.id(), why);
        session.close(DisconnectReason.SERVER_CLOSE);
    }

    @Override
    public void closed(DisconnectReason reason) {
        List<NamespaceSocket> ended;
        synchronized (this) {
            closed = true;
            ended = List.copyOf(sockets.values());
            sockets.clear();
            if (connectTimeout != null) {
                connectTimeout.cancel(false);
            }
        }
        pending.close();
        ended.forEach(socket -> socket.end(reason));
    }
}
