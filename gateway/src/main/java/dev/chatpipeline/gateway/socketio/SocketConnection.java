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

/** One client's connection: an Engine.IO session and the sockets that share it. The monitor guards the set of sockets. */
final class SocketConnection implements EngineListener, NamespaceSocket.Connection {

    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private final EngineSession session;
    private final SocketIoProperties limits;
    private final Map<String, NamespaceHandler> namespaces;
    private final Executor threads;
    private final Map<String, NamespaceSocket> sockets = new HashMap<>(2);
    private @Nullable Future<?> connectTimeout;
    private @Nullable Attachments incomplete;
    private boolean closed;

    SocketConnection(
            EngineSession session,
            SocketIoProperties limits,
            Map<String, NamespaceHandler> namespaces,
            Executor threads) {
        this.session = session;
        this.limits = limits;
        this.namespaces = namespaces;
        this.threads = threads;
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
            if (incomplete != null) {
                throw new MalformedPacketException("message: text (expected: a binary attachment)");
            }
            SocketPacket packet = PacketCodec.decode(data);
            if (packet.attachments() > 0 && packet.data() != null) {
                incomplete = new Attachments(packet, packet.data());
            } else {
                route(packet, data.length());
            }
        } catch (MalformedPacketException e) {
            fail(e);
        }
    }

    @Override
    public void binary(byte[] data) {
        try {
            if (incomplete == null) {
                throw new MalformedPacketException("message: binary (expected: text)");
            }
            if (incomplete.add(data)) {
                SocketPacket packet = incomplete.complete();
                int bytes = incomplete.bytes();
                incomplete = null;
                route(packet, bytes);
            }
        } catch (MalformedPacketException e) {
            fail(e);
        }
    }

    private void fail(MalformedPacketException e) {
        log.debug("{}: {}", session.id(), e.getMessage());
        session.close(DisconnectReason.PARSE_ERROR);
    }

    private void route(SocketPacket packet, int bytes) throws MalformedPacketException {
        NamespaceSocket socket = find(packet.namespace());
        JsonNode data = packet.data();
        switch (packet.type()) {
            case CONNECT -> {
                if (socket == null) {
                    connect(packet.namespace(), data == null ? PacketCodec.emptyObject() : data);
                    return;
                }
            }
            case DISCONNECT -> {
                if (socket != null) {
                    disconnect(socket, DisconnectReason.CLIENT_DISCONNECT);
                    return;
                }
            }
            case EVENT -> {
                if (socket != null && socket.isConnected() && data != null) {
                    if (!socket.receive(packet, data, bytes)) {
                        session.close(DisconnectReason.FLOODED);
                    }
                    return;
                }
            }
            case ACK -> {
                if (socket != null && socket.isConnected() && data != null) {
                    return; // ignored: this server never requests an ack
                }
            }
            case CONNECT_ERROR -> {}
        }
        throw new MalformedPacketException(
                "packet: " + packet.type() + " for " + packet.namespace() + " (expected: one that fits its state)");
    }

    private synchronized @Nullable NamespaceSocket find(String namespace) {
        return sockets.get(namespace);
    }

    private void connect(String namespace, JsonNode auth) {
        NamespaceHandler handler = namespaces.get(namespace);
        if (handler == null) {
            send(List.of(PacketCodec.encodeText(
                    SocketPacket.Type.CONNECT_ERROR, namespace, PacketCodec.rejected("Invalid namespace", null))));
            return;
        }
        NamespaceSocket socket = new NamespaceSocket(
                this,
                handler,
                Handshake.of(namespace, auth, session.request()),
                new SerialExecutor(threads, limits.receiveQueueEvents(), limits.receiveQueueBytes()));
        synchronized (this) {
            if (closed) {
                return;
            }
            sockets.put(namespace, socket);
        }
        socket.start();
    }

    @Override
    public boolean accept(NamespaceSocket socket, @Nullable String pid) {
        String namespace = socket.handshake().namespace();
        synchronized (this) {
            if (sockets.get(namespace) != socket) {
                return false;
            }
            socket.markConnected();
            if (connectTimeout != null) {
                connectTimeout.cancel(false);
                connectTimeout = null;
            }
        }
        send(List.of(
                PacketCodec.encodeText(SocketPacket.Type.CONNECT, namespace, PacketCodec.connected(socket.id(), pid))));
        return true;
    }

    @Override
    public void reject(NamespaceSocket socket, ConnectResult.Reject rejection) {
        String namespace = socket.handshake().namespace();
        if (remove(socket)) {
            send(List.of(PacketCodec.encodeText(
                    SocketPacket.Type.CONNECT_ERROR,
                    namespace,
                    PacketCodec.rejected(rejection.message(), rejection.data()))));
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
        ended.forEach(socket -> socket.end(reason));
    }
}
