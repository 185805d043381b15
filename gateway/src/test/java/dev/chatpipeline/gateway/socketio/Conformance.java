package dev.chatpipeline.gateway.socketio;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The server that the official conformance suites expect. */
final class Conformance {

    private Conformance() {}

    /** Starts with a heartbeat that no slow machine is caught by. */
    static TestServer start() {
        return start(0, "25s", "20s");
    }

    static TestServer start(int port, String pingInterval, String pingTimeout) {
        SocketIoServer socketIo = SocketIoServer.builder(properties("/socket.io/", pingInterval, pingTimeout))
                .namespace("/", new Answering())
                .namespace("/custom", new ShowingAuth())
                .allowedOrigins(Set.of("*"))
                .build();
        return TestServer.start(
                port,
                socketIo,
                new EngineServer(
                        properties("/engine.io/", pingInterval, pingTimeout), (server, session) -> new Echo(session)));
    }

    private static SocketIoProperties properties(String path, String pingInterval, String pingTimeout) {
        return Limits.with(
                "path", path,
                "ping-interval", pingInterval,
                "ping-timeout", pingTimeout,
                "connect-timeout", "1s",
                "max-payload", "1000000");
    }

    /** Sends every message back. */
    private record Echo(EngineSession session) implements EngineListener {

        @Override
        public void text(String data) {
            session.send(Packet.of(PacketType.MESSAGE, data));
        }

        @Override
        public void binary(byte[] data) {
            session.send(Packet.binary(data));
        }

        @Override
        public void closed(DisconnectReason reason) {}
    }

    /** Shows each client the auth payload it came with. */
    private static class ShowingAuth implements NamespaceHandler {

        @Override
        public ConnectResult connect(Handshake handshake) {
            return new ConnectResult.Accept(null, this);
        }

        @Override
        public void connected(Socket socket) {
            socket.emit("auth", socket.handshake().auth());
        }
    }

    /** Answers messages, too. */
    private static final class Answering extends ShowingAuth {

        @Override
        public void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {
            if (name.equals("message")) {
                socket.emit("message-back", args.toArray());
            } else if (name.equals("message-with-ack") && ack != null) {
                ack.send(args.toArray());
            }
        }
    }
}
