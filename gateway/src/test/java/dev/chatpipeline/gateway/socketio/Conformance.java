package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.Echo;
import dev.chatpipeline.gateway.engineio.EngineMapping;
import dev.chatpipeline.gateway.engineio.EngineServer;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The server that the official conformance suites expect. */
final class Conformance {

    private Conformance() {}

    /** Starts on a free port, with timeouts long enough for a slow machine. */
    static TestServer start() {
        return start(0, "25s", "20s", "45s");
    }

    static TestServer start(int port, String pingInterval, String pingTimeout, String connectTimeout) {
        String[] times = {"ping-interval", pingInterval, "ping-timeout", pingTimeout, "connect-timeout", connectTimeout
        };
        SocketIoServer socketIo = SocketIoServer.builder(Limits.with(times))
                .namespace("/", new Answering())
                .namespace("/custom", new ShowingAuth())
                .allowedOrigins(Set.of("*"))
                .build();
        EngineServer engine = new EngineServer(Limits.at("/engine.io/", times).engine(), Echo::new, limit -> {});
        return TestServer.start(
                port, socketIo, socketIo.handlerMapping(), engine, new EngineMapping(engine, Set.of("*")));
    }

    /** Sends each client the auth payload that it connected with. */
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

    /** Also answers messages. */
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
