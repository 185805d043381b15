package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.concurrent.SerialExecutor;
import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.Packet;
import dev.chatpipeline.gateway.engineio.RandomIds;
import dev.chatpipeline.gateway.engineio.TransportKind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A client's socket in one namespace. It connects the client's connection with the namespace's handler. */
final class NamespaceSocket implements Socket {

    private static final Logger log = LoggerFactory.getLogger(NamespaceSocket.class);

    private final Connection connection;
    private final NamespaceHandler handler;
    private final SerialExecutor tasks;
    private final String id = RandomIds.next();

    private volatile Handshake handshake;
    private volatile State state = State.CONNECTING;
    private volatile @Nullable Object attachment;

    private enum State {
        CONNECTING,
        CONNECTED,
        ENDED
    }

    /** The connection, which sockets in several namespaces may share. */
    interface Connection {

        void send(List<Packet> packets);

        boolean isCongested();

        TransportKind transport();

        /** Runs a short task later, on the timer's thread. */
        Future<?> schedule(Runnable task, long delayNanos);

        /** Connects the socket and tells the client; false if the socket has ended in the meantime. */
        boolean accept(NamespaceSocket socket, @Nullable String pid);

        /** Tells the client that it is not admitted. */
        void reject(NamespaceSocket socket, ConnectResult.Reject rejection);

        /** Ends the socket. A connection without sockets is closed after the connect timeout. */
        void disconnect(NamespaceSocket socket, DisconnectReason reason);

        /** The handler is done with a packet, whose memory is freed. */
        void handled(SocketPacket packet);

        /** Closes the connection and all its sockets. */
        void close(String why);
    }

    /** @param tasks runs the handler, one call at a time */
    NamespaceSocket(Connection connection, NamespaceHandler handler, Handshake handshake, SerialExecutor tasks) {
        this.connection = connection;
        this.handler = handler;
        this.handshake = handshake;
        this.tasks = tasks;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    @Override
    public <T> T attachment(Class<T> type) {
        return Objects.requireNonNull(type.cast(attachment));
    }

    @Override
    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    @Override
    public TransportKind transport() {
        return connection.transport();
    }

    @Override
    public void emit(String event, Object... args) {
        if (isConnected()) {
            connection.send(PacketEncoder.encode(
                    SocketPacket.Type.EVENT,
                    handshake.namespace(),
                    SocketPacket.NO_ID,
                    PacketEncoder.toArray(event, args)));
        }
    }

    @Override
    public void send(Frame frame) {
        checkNamespace(frame);
        if (isConnected()) {
            connection.send(List.of(frame.close()));
        }
    }

    @Override
    public void send(Frame frame, String lastArgument) {
        checkNamespace(frame);
        if (isConnected()) {
            connection.send(List.of(frame.closeWith(lastArgument)));
        }
    }

    private void checkNamespace(Frame frame) {
        if (!frame.namespace().equals(handshake.namespace())) {
            throw new IllegalArgumentException(
                    "namespace: " + frame.namespace() + " (expected: " + handshake.namespace() + ")");
        }
    }

    @Override
    public boolean isCongested() {
        return isConnected() && connection.isCongested();
    }

    @Override
    public Future<?> schedule(Duration delay, Runnable task) {
        return connection.schedule(
                () -> {
                    if (isConnected()) {
                        tasks.execute(() -> runLogged(task));
                    }
                },
                delay.toNanos());
    }

    @Override
    public void disconnect() {
        if (isConnected()) {
            connection.send(
                    List.of(PacketEncoder.encodeText(SocketPacket.Type.DISCONNECT, handshake.namespace(), null)));
            connection.disconnect(this, DisconnectReason.SERVER_DISCONNECT);
        }
    }

    @Override
    public void closeTransport(String why) {
        connection.close(why);
    }

    /** Asks the handler to decide on the client, which sent this packet. */
    void start(SocketPacket packet) {
        tasks.execute(() -> {
            try {
                runLogged(this::connect);
            } finally {
                handshake = handshake.withoutPayload();
                connection.handled(packet);
            }
        });
    }

    private void connect() {
        ConnectResult result;
        try {
            result = handler.connect(handshake);
        } catch (RuntimeException e) {
            connection.reject(this, new ConnectResult.Reject("Internal server error", null));
            throw e;
        }
        switch (result) {
            case ConnectResult.Reject rejection -> connection.reject(this, rejection);
            case ConnectResult.Close close -> closeTransport(close.why());
            case ConnectResult.Accept accept -> {
                attachment = accept.attachment();
                if (connection.accept(this, accept.pid())) {
                    handler.connected(this);
                }
            }
        }
    }

    /** Called by the connection when it accepts the client. */
    void markConnected() {
        state = State.CONNECTED;
    }

    /** Queues an event for the handler; false if the receive queue is full. */
    boolean receive(SocketPacket packet, JsonNode data) {
        return tasks.offer((int) Math.min(Integer.MAX_VALUE, packet.cost()), () -> {
            try {
                runLogged(() -> deliver(packet, data));
            } finally {
                connection.handled(packet);
            }
        });
    }

    /** Tells the handler of an event that was too large to be read; false if the receive queue is full. */
    boolean receiveOversized(SocketPacket head) {
        return tasks.offer((int) head.cost(), () -> runLogged(() -> handler.oversized(this, ackOf(head))));
    }

    private @Nullable Ack ackOf(SocketPacket packet) {
        return packet.id() == SocketPacket.NO_ID ? null : acknowledge(packet.id());
    }

    private void deliver(SocketPacket packet, JsonNode data) {
        List<JsonNode> all = List.copyOf(data.values());
        handler.event(this, data.get(0).asString(), all.subList(1, all.size()), ackOf(packet));
    }

    private Ack acknowledge(long ackId) {
        AtomicBoolean sent = new AtomicBoolean();
        return args -> {
            if (isConnected() && sent.compareAndSet(false, true)) {
                connection.send(PacketEncoder.encode(
                        SocketPacket.Type.ACK, handshake.namespace(), ackId, PacketEncoder.toArray(null, args)));
            }
        };
    }

    /** Called by the connection, once, after it has removed the socket. */
    void end(DisconnectReason reason) {
        boolean wasConnected = isConnected();
        state = State.ENDED;
        if (wasConnected) {
            tasks.execute(() -> runLogged(() -> handler.disconnected(this, reason)));
        }
    }

    private void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("The handler of namespace {} failed", handshake.namespace(), e);
        }
    }
}
