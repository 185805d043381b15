package dev.chatpipeline.gateway.socketio;

import dev.chatpipeline.gateway.engineio.RawPolling;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.net.http.HttpClient;
import java.util.concurrent.CountDownLatch;

/**
 * Serves port 3000 for the official conformance suites: github.com/socketio/socket.io,
 * {@code docs/engine.io-protocol/v4-test-suite} and {@code docs/socket.io-protocol/v5-test-suite}, each run there with
 * {@code npm ci && npm test}.
 *
 * <pre>
 * mvn -q -pl gateway -am -DskipTests install     (once)
 * mvn -q -pl gateway test-compile exec:exec@conformance-server</pre>
 */
public final class ConformanceServer {

    private static final int PORT = 3000;

    private ConformanceServer() {}

    /** Serves until the process is killed. */
    public static void main(String[] args) throws InterruptedException {
        warmUp();
        Conformance.start(PORT, "300ms", "200ms", "1s");
        System.out.println("conformance server: http://localhost:" + PORT);
        new CountDownLatch(1).await();
    }

    /** The suites allow 5 ms for a request and 200 ms for a pong, which a cold JVM may miss. */
    private static void warmUp() throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        try (TestServer server = Conformance.start()) {
            for (int i = 0; i < 200; i++) {
                RawPolling polling = RawPolling.open(client, server, "/engine.io/");
                polling.post("4hello");
                polling.poll();
                try (var socket = RawWebSocket.handshaken(client, server.ws("/socket.io/?EIO=4&transport=websocket"))) {
                    socket.send("40").next();
                    socket.next();
                    socket.send("421[\"message-with-ack\",{}]").next();
                }
            }
        }
    }
}
