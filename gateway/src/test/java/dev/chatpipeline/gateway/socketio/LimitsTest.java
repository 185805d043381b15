package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.EngineSettings;
import dev.chatpipeline.gateway.engineio.RawTcp;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The limits of Socket.IO; those of the connections below are tested in {@code engineio}. */
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
        var socketIo =
                SocketIoServer.builder(Limits.with(limits)).namespace("/", main).build();
        server = TestServer.start(0, socketIo, socketIo.handlerMapping());
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

    /** The limits that {@code engineio} enforces. */
    @Test
    void theLimitsOfTheLayerBelowAreHandedDown() {
        SocketIoProperties properties = Limits.at(
                "/here/",
                "ping-interval",
                "1s",
                "ping-timeout",
                "2s",
                "upgrade-timeout",
                "3s",
                "max-payload",
                "4",
                "max-sessions",
                "5",
                "send-queue-bytes",
                "6",
                "send-queue-frames",
                "7",
                "send-budget-bytes",
                "8",
                "send-deadline",
                "9s",
                "receive.entry-payload",
                "10",
                "receive-queue-events",
                "11",
                "receive.budget-bytes",
                "12",
                "receive.deadline",
                "13s",
                "sessions-per-address",
                "14",
                "opens-per-address",
                "15",
                "receive.pings",
                "16");

        assertThat(properties.engine())
                .isEqualTo(new EngineSettings(
                        "/here/",
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        5,
                        new EngineSettings.PerAddress(14, 15),
                        new EngineSettings.ReceiveLimits(4, 10, 11, 12, Duration.ofSeconds(13), 16),
                        new EngineSettings.SendLimits(6, 7, 8, Duration.ofSeconds(9))));
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
}
