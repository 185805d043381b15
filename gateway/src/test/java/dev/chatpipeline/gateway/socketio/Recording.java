package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.Arrivals;
import dev.chatpipeline.gateway.engineio.DisconnectReason;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Accepts every client and queues what happens, for a test to take. */
class Recording implements NamespaceHandler {

    /** An event as it reached the handler. */
    record Event(
            Socket socket,
            String name,
            List<JsonNode> args,
            @Nullable Ack ack) {}

    private final Arrivals<Handshake> handshakes = new Arrivals<>("handshake");
    private final Arrivals<Socket> sockets = new Arrivals<>("socket");
    private final Arrivals<Event> events = new Arrivals<>("event");
    private final Arrivals<DisconnectReason> ends = new Arrivals<>("end");

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
    public void oversized(Socket socket, @Nullable Ack ack) {
        if (ack != null) {
            ack.send("too large");
        }
    }

    @Override
    public void disconnected(Socket socket, DisconnectReason reason) {
        ends.add(reason);
    }

    Handshake handshake() throws InterruptedException {
        return handshakes.next();
    }

    /** How many handshakes have not been taken. */
    int handshakes() {
        return handshakes.size();
    }

    Socket socket() throws InterruptedException {
        return sockets.next();
    }

    Event event() throws InterruptedException {
        return events.next();
    }

    DisconnectReason end() throws InterruptedException {
        return ends.next();
    }
}
