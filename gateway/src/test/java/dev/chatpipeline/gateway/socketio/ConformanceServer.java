package dev.chatpipeline.gateway.socketio;

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

    /** Serves until the process is told to end. */
    public static void main(String[] args) throws InterruptedException {
        Conformance.start(PORT, "300ms", "200ms");
        System.out.println("conformance server: http://localhost:" + PORT);
        new CountDownLatch(1).await();
    }
}
