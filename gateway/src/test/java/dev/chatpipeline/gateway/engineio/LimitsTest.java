package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every limit is enforced, and only the client that exceeds it pays. */
class LimitsTest {

    private static final String PATH = "/engine.io/";
    private static final String WEBSOCKET = PATH + "?EIO=4&transport=websocket";
    private static final String POLLING = PATH + "?EIO=4&transport=polling";

    private final HttpClient client = HttpClient.newHttpClient();
    private final SessionRecorder recorder = new SessionRecorder();
    private @Nullable TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private TestServer start(Limits limits) {
        server = TestServer.of(new EngineServer(limits.settings(), recorder::listen, limit -> {}));
        return server;
    }

    private RawWebSocket connect(TestServer to) throws InterruptedException {
        return RawWebSocket.handshaken(client, to.ws(WEBSOCKET));
    }

    @Test
    void aMessageMayBeAsLongAsMaxPayloadAndNoLonger() throws Exception {
        TestServer running = start(new Limits().maxPayload(1000));
        try (var socket = connect(running);
                var other = connect(running)) {
            String message = "x".repeat(999);
            socket.send("4" + message);
            assertThat(recorder.text()).isEqualTo(message);

            assertThat(socket.send("4" + message + "x").closeCode()).isEqualTo(1009);

            assertThat(recorder.end()).isEqualTo(DisconnectReason.PAYLOAD_TOO_LARGE);
            other.send("4m");
            assertThat(recorder.text()).isEqualTo("m");
        }
    }

    @Test
    void aPostMayBeAsLongAsMaxPayloadAndNoLonger() throws Exception {
        TestServer running = start(new Limits().maxPayload(1000));
        RawPolling session = RawPolling.open(client, running, PATH);
        String message = "x".repeat(999);

        assertThat(session.post("4" + message).statusCode()).isEqualTo(200);
        assertThat(recorder.text()).isEqualTo(message);
        assertThat(session.post("4" + message + "x").statusCode()).isEqualTo(413);

        assertThat(recorder.end()).isEqualTo(DisconnectReason.PAYLOAD_TOO_LARGE);
        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aPostOfUnknownLengthIsCutOffToo() throws Exception {
        TestServer running = start(new Limits().maxPayload(1000));
        RawPolling session = RawPolling.open(client, running, PATH);
        var chunked = BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(new byte[5000]));
        var request = HttpRequest.newBuilder(running.http(POLLING + "&sid=" + session.sid()))
                .POST(chunked);

        assertThat(client.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(413);
    }

    @Test
    void aClientThatDoesNotPollIsCut() throws Exception {
        TestServer running = start(new Limits().sendQueue(1 << 20, 100));
        RawPolling session = RawPolling.open(client, running, PATH);
        EngineSession held = recorder.session();

        for (int i = 0; i < 101; i++) {
            held.send(List.of(Packet.of(PacketType.MESSAGE, "n")));
        }

        assertThat(recorder.end()).isEqualTo(DisconnectReason.SLOW_CONSUMER);
        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aWriteThatTakesTooLongIsCutOff() throws Exception {
        TestServer running =
                start(new Limits().sendDeadline(200).sendQueue(100_000_000, 100).pings(3_600_000, 20_000));
        try (var stuck = RawTcp.connect(running)) {
            stuck.upgrade(PATH);
            EngineSession session = recorder.session();

            // More than the kernel buffers on both sides together.
            Packet packet = Packet.of(PacketType.MESSAGE, "x".repeat(1_000_000));
            for (int i = 0; i < 50; i++) {
                session.send(List.of(packet));
            }

            assertThat(recorder.end()).isEqualTo(DisconnectReason.SEND_TIMEOUT);
        }
    }

    @Test
    void anUpgradeMayNotTakeForEver() throws Exception {
        server = Echo.serve(new Limits().upgradeTimeout(100));
        RawPolling session = RawPolling.open(client, server, PATH);
        try (var socket = RawWebSocket.open(client, server.ws(WEBSOCKET + "&sid=" + session.sid()))) {
            assertThat(socket.closeCode()).isEqualTo(1000);

            session.post("4still polling");

            await().untilAsserted(() -> assertThat(session.poll().body()).isEqualTo("4still polling"));
        }
    }

    @Test
    void thereMayBeOnlySoManySessions() throws Exception {
        TestServer running = start(new Limits().maxSessions(2));
        try (var one = connect(running);
                var other = connect(running)) {
            assertThat(statusOfOpening(running)).isEqualTo(503);

            one.send("1").closeCode();

            await().until(() -> statusOfOpening(running), status -> status == 200);
            assertThat(other.isClosed()).isFalse();
        }
    }

    private int statusOfOpening(TestServer running) {
        return RawPolling.request(client, "GET", running.http(POLLING), "")
                .join()
                .statusCode();
    }

    /** The test server's connections may idle for 1 s only. */
    @Test
    void aLongSilenceBetweenPingsIsNoIdleConnection() throws Exception {
        TestServer running = start(new Limits().pings(3_000, 20_000));
        RawPolling session = RawPolling.open(client, running, PATH);
        try (var socket = connect(running)) {
            assertThat(session.poll().body()).isEqualTo("2");
            assertThat(socket.next()).isEqualTo("2");
        }
    }
}
