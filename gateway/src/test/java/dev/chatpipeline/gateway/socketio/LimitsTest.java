package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every limit is kept, and breaking it costs only the client that does. */
class LimitsTest {

    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Recording handler = new Recording();
    private @Nullable TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private TestServer start(NamespaceHandler main, String... limits) {
        server = TestServer.start(
                0,
                SocketIoServer.builder(Limits.with(limits)).namespace("/", main).build());
        return server;
    }

    private RawWebSocket connect(TestServer to) throws InterruptedException {
        RawWebSocket socket = RawWebSocket.handshaken(client, to.ws(WEBSOCKET));
        socket.send("40").next();
        return socket;
    }

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        SocketIoProperties defaults = Limits.with();

        assertThat(defaults.path()).isEqualTo("/socket.io/");
        assertThat(defaults.pingInterval()).hasSeconds(25);
        assertThat(defaults.pingTimeout()).hasSeconds(20);
        assertThat(defaults.connectTimeout()).hasSeconds(45);
        assertThat(defaults.maxPayload()).isEqualTo(1_000_000);
        assertThat(defaults.sendQueueBytes()).isEqualTo(4 * 1024 * 1024);
        assertThat(defaults.sendQueueFrames()).isEqualTo(10_000);
    }

    @Test
    void aLimitThatCannotBeKeptIsRefused() {
        assertThatThrownBy(() -> Limits.with("ping-interval", "0s"))
                .rootCause()
                .hasMessageContaining("'pingInterval': rejected value [PT0S]")
                .hasMessageContaining("must be longer than or equal to");
        assertThatThrownBy(() -> Limits.at("/socket.io"))
                .rootCause()
                .hasMessageContaining("'path': rejected value [/socket.io]")
                .hasMessageContaining("must start and end with /");
    }

    @Test
    void aMessageMayBeAsLongAsMaxPayloadAndNoLonger() throws Exception {
        TestServer running = start(handler, "max-payload", "1000");
        try (var socket = connect(running);
                var other = connect(running)) {
            String event = "42[\"m\",\"" + "x".repeat(990) + "\"]";
            socket.send(event);
            assertThat(handler.event().name()).isEqualTo("m");

            assertThat(socket.send(event + " ").closeCode()).isEqualTo(1009);

            assertThat(handler.end()).isEqualTo(DisconnectReason.PAYLOAD_TOO_LARGE);
            other.send("42[\"m\"]");
            assertThat(handler.event().args()).isEmpty();
        }
    }

    @Test
    void aPostMayBeAsLongAsMaxPayloadAndNoLonger() throws Exception {
        TestServer running = start(handler, "max-payload", "1000");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");

        assertThat(session.post("40{}" + " ".repeat(996)).statusCode()).isEqualTo(200);
        handler.socket();
        assertThat(session.post("42[\"m\"]" + " ".repeat(1000)).statusCode()).isEqualTo(413);

        assertThat(handler.end()).isEqualTo(DisconnectReason.PAYLOAD_TOO_LARGE);
        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aPostOfUnknownLengthIsCutOffToo() throws Exception {
        TestServer running = start(handler, "max-payload", "1000");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[5000]));
        var request = HttpRequest.newBuilder(running.http("/socket.io/?EIO=4&transport=polling&sid=" + session.sid()))
                .POST(chunked);

        assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aClientThatDoesNotReadIsCutAndHoldsUpNobody() throws Exception {
        TestServer running = start(handler, "send-queue-bytes", "100000");
        try (var stuck = RawTcp.connect(running)) {
            stuck.upgrade("/socket.io/");
            stuck.message("40");
            Socket toStuck = handler.socket();
            try (var other = connect(running)) {
                Socket toOther = handler.socket();
                Frame frame = Frame.of("chunk", ("\"" + "x".repeat(1000) + "\"").getBytes());

                while (toStuck.isConnected()) {
                    toStuck.send(frame);
                }
                toOther.send(frame, "cursor");

                assertThat(handler.end()).isEqualTo(DisconnectReason.SLOW_CONSUMER);
                assertThat((String) other.next()).endsWith("x\",\"cursor\"]");
            }
        }
    }

    @Test
    void aClientThatDoesNotPollIsCut() throws Exception {
        TestServer running = start(handler, "send-queue-frames", "100");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        session.post("40");
        Socket socket = handler.socket();

        for (int i = 0; i < 101; i++) {
            socket.emit("n", i);
        }

        assertThat(handler.end()).isEqualTo(DisconnectReason.SLOW_CONSUMER);
        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aWriteThatTakesTooLongIsCutOff() throws Exception {
        TestServer running =
                start(handler, "send-deadline", "200ms", "send-queue-bytes", "100000000", "ping-interval", "1h");
        try (var stuck = RawTcp.connect(running)) {
            stuck.upgrade("/socket.io/");
            stuck.message("40");
            Socket socket = handler.socket();

            // More than the kernel takes on both sides.
            Frame frame = Frame.of("chunk", ("\"" + "x".repeat(1_000_000) + "\"").getBytes());
            for (int i = 0; i < 50; i++) {
                socket.send(frame);
            }

            assertThat(handler.end()).isEqualTo(DisconnectReason.SEND_TIMEOUT);
        }
    }

    @Test
    void aClientThatFloodsIsCutButWhatWasTakenInIsHandled() throws Exception {
        var release = new CountDownLatch(1);
        var handled = new AtomicInteger();
        var slow = new Recording() {
            @Override
            public void event(Socket socket, String name, List<JsonNode> args, @Nullable Ack ack) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                handled.incrementAndGet();
            }
        };
        TestServer running = start(slow, "receive-queue-events", "10");
        try (var socket = connect(running)) {
            slow.socket();
            for (int i = 0; i < 12; i++) {
                socket.send("42[\"m\"]");
            }
            assertThat(socket.closeCode()).isEqualTo(1008);

            release.countDown();

            assertThat(slow.end()).isEqualTo(DisconnectReason.FLOODED);
            assertThat(handled).hasValueBetween(10, 11); // one may have left the queue for its thread
        }
    }

    @Test
    void aConnectionMayNotStayOutsideEveryNamespace() throws Exception {
        TestServer running = start(handler, "connect-timeout", "3s");
        try (var left = connect(running);
                var never = RawWebSocket.handshaken(client, running.ws(WEBSOCKET))) {
            left.send("41");

            assertThat(handler.end()).isEqualTo(DisconnectReason.CLIENT_DISCONNECT);
            assertThat(left.closeCode()).isEqualTo(1000);
            assertThat(never.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void anUpgradeMayNotTakeForEver() throws Exception {
        TestServer running = start(handler, "upgrade-timeout", "100ms");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        try (var socket = RawWebSocket.open(client, running.ws(WEBSOCKET + "&sid=" + session.sid()))) {
            assertThat(socket.closeCode()).isEqualTo(1000);

            session.post("40");

            await().untilAsserted(() -> assertThat(session.poll().body()).startsWith("40"));
        }
    }

    @Test
    void thereMayBeOnlySoManySessions() throws Exception {
        TestServer running = start(handler, "max-sessions", "2");
        try (var one = connect(running);
                var other = connect(running)) {
            var uri = running.http("/socket.io/?EIO=4&transport=polling");
            assertThat(RawPolling.request(client, "GET", uri, "").join().statusCode())
                    .isEqualTo(503);

            one.send("1").closeCode();

            await().until(
                            () -> RawPolling.request(client, "GET", uri, "")
                                    .join()
                                    .statusCode(),
                            status -> status == 200);
            assertThat(other.isClosed()).isFalse();
        }
    }

    /** The test server's connections may idle for 1 s only. */
    @Test
    void aLongSilenceBetweenPingsIsNoIdleConnection() throws Exception {
        TestServer running = start(handler, "ping-interval", "3s");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        try (var socket = connect(running)) {
            assertThat(session.poll().body()).isEqualTo("2");
            assertThat(socket.next()).isEqualTo("2");
        }
    }
}
