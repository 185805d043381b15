package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lets everyone in and keeps what happens, for a test to take. */
class Recording implements NamespaceHandler {

    private static final long PATIENCE_SECONDS = 20;

    /** An event as it reached the handler. */
    record Event(
            Socket socket,
            String name,
            List<JsonNode> args,
            @Nullable Ack ack) {}

    private final BlockingQueue<Handshake> handshakes = new LinkedBlockingQueue<>();
    private final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<DisconnectReason> ends = new LinkedBlockingQueue<>();

    @Override
    public ConnectResult connect(Handshake handshake) {
        handshakes.add(handshake);
        return new ConnectResult.Accept(null, this);
    }

    @Override
    public void connected(Socket socket) {
        sockets.add(socket);
    }

    @Override
    public void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {
        events.add(new Event(socket, name, args, ack));
    }

    @Override
    public void disconnected(Socket socket, DisconnectReason reason) {
        ends.add(reason);
    }

    Handshake handshake() throws InterruptedException {
        return take(handshakes, "handshake");
    }

    Socket socket() throws InterruptedException {
        return take(sockets, "socket");
    }

    Event event() throws InterruptedException {
        return take(events, "event");
    }

    DisconnectReason end() throws InterruptedException {
        return take(ends, "end");
    }

    private static <T> T take(BlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(what + ": none (expected: within " + PATIENCE_SECONDS + " s)");
        }
        return next;
    }
}
