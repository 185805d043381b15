package dev.chatpipeline.gateway.socketio;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One client in one namespace. Sending never blocks and is thread-safe; after the end it does nothing. */
public final class Socket {

    private enum State {
        CONNECTING,
        CONNECTED,
        ENDED
    }

    private final SocketConnection connection;
    private final NamespaceHandler handler;
    private final Handshake handshake;
    private final SerialExecutor events;
    private final String id = EngineServer.newId();
    private final PendingAcks acks;
    private volatile State state = State.CONNECTING;
    private volatile @Nullable Object attachment;

    Socket(
            SocketConnection connection,
            NamespaceHandler handler,
            Handshake handshake,
            SerialExecutor events,
            PendingAcks acks) {
        this.connection = connection;
        this.handler = handler;
        this.handshake = handshake;
        this.events = events;
        this.acks = acks;
    }

    /** Random and unique; new on each connect. */
    public String id() {
        return id;
    }

    /** How the client entered. */
    public Handshake handshake() {
        return handshake;
    }

    /** What the handler attached when it accepted the client. */
    public <T> T attachment(Class<T> type) {
        return Objects.requireNonNull(type.cast(attachment));
    }

    /** Whether the client is in the namespace, as far as the server knows. */
    public boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** How the client is reached now: {@code polling}, which may become {@code websocket}, or {@code websocket}. */
    public String transport() {
        return connection.isPolling() ? "polling" : "websocket";
    }

    /** Sends an event. Arguments are trees, byte arrays (sent as binary), or anything Jackson can write. */
    public void emit(String event, Object... args) {
        sendEvent(SocketPacket.NO_ID, event, args);
    }

    /**
     * Sends an event and waits for the client's answer, which fails with a {@link java.util.concurrent.TimeoutException}
     * when it takes too long and a {@link java.util.concurrent.CancellationException} when the socket ends first.
     */
    public CompletionStage<List<JsonNode>> emitWithAck(Duration timeout, String event, Object... args) {
        var answer = new CompletableFuture<List<JsonNode>>();
        long ackId = acks.add(answer, timeout);
        sendEvent(ackId, event, args);
        if (state == State.ENDED) {
            acks.cancelAll(); // it may have ended before the answer was known to it
        }
        return answer.minimalCompletionStage();
    }

    private void sendEvent(long ackId, String event, Object... args) {
        if (isConnected()) {
            connection.send(PacketCodec.encode(
                    SocketPacket.Type.EVENT, handshake.namespace(), ackId, PacketCodec.toArray(event, args)));
        }
    }

    /** Sends an event that was built for many sockets. */
    public void send(Frame frame) {
        checkNamespace(frame);
        if (isConnected()) {
            connection.send(List.of(frame.close()));
        }
    }

    /**
     * Sends an event that was built for many sockets, with one more argument for this one.
     *
     * @param lastArgument a string of ASCII that JSON need not escape
     */
    public void send(Frame frame, String lastArgument) {
        checkNamespace(frame);
        if (isConnected()) {
            connection.send(List.of(frame.closeWith(lastArgument)));
        }
    }

    /** Whether more than half of what may wait for the client does: whoever can should send no more for now. */
    public boolean isCongested() {
        return isConnected() && connection.isCongested();
    }

    private void checkNamespace(Frame frame) {
        if (!frame.namespace().equals(handshake.namespace())) {
            throw new IllegalArgumentException(
                    "namespace: " + frame.namespace() + " (expected: " + handshake.namespace() + ")");
        }
    }

    /** Makes the client leave the namespace; a stock client does not come back by itself. */
    public void disconnect() {
        if (isConnected()) {
            connection.send(List.of(PacketCodec.encodeText(SocketPacket.Type.DISCONNECT, handshake.namespace(), null)));
            connection.leave(this, DisconnectReason.SERVER_DISCONNECT);
        }
    }

    /**
     * Closes the whole connection without taking leave, so that a stock client reconnects and recovers.
     *
     * @param why for the debug log
     */
    public void closeTransport(String why) {
        connection.close(why);
    }

    void start() {
        events.execute(this::connect);
    }

    private void connect() {
        ConnectResult result;
        try {
            result = handler.connect(handshake);
        } catch (RuntimeException e) {
            connection.refuse(this, new ConnectResult.Refuse("Internal server error", null));
            throw e;
        }
        switch (result) {
            case ConnectResult.Refuse refusal -> connection.refuse(this, refusal);
            case ConnectResult.Close close -> closeTransport(close.why());
            case ConnectResult.Accept accept -> {
                attachment = accept.attachment();
                if (connection.accept(this, accept.pid())) {
                    handler.connected(this);
                }
            }
        }
    }

    /** Called by the connection when it lets the client in. */
    void enter() {
        state = State.CONNECTED;
    }

    /** An event from the client; false when too many wait. */
    boolean receive(SocketPacket packet, JsonNode data, int bytes) {
        return events.offer(bytes, () -> deliver(packet, data));
    }

    private void deliver(SocketPacket packet, JsonNode data) {
        List<JsonNode> all = List.copyOf(data.values());
        Ack ack = packet.id() == SocketPacket.NO_ID ? null : acknowledge(packet.id());
        handler.event(this, data.get(0).asString(), all.subList(1, all.size()), ack);
    }

    private Ack acknowledge(long ackId) {
        var sent = new AtomicBoolean();
        return args -> {
            if (isConnected() && sent.compareAndSet(false, true)) {
                connection.send(PacketCodec.encode(
                        SocketPacket.Type.ACK, handshake.namespace(), ackId, PacketCodec.toArray(null, args)));
            }
        };
    }

    void receiveAck(long ackId, JsonNode data) {
        acks.complete(ackId, List.copyOf(data.values()));
    }

    /** Called by the connection, once, after which it knows the socket no more. */
    void end(DisconnectReason reason) {
        boolean wasConnected = isConnected();
        state = State.ENDED;
        acks.cancelAll();
        if (wasConnected) {
            events.execute(() -> handler.disconnected(this, reason));
        }
    }
}
