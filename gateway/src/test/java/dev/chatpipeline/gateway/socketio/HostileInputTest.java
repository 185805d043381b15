package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.Footprint;
import dev.chatpipeline.gateway.engineio.RawPolling;
import dev.chatpipeline.gateway.engineio.RawTcp;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients send costs them their connection before it costs the server its memory, and others notice nothing. */
class HostileInputTest {

    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";
    private static final int ATTACKERS = 33;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Recording handler = new Recording();
    private final Queue<String> limits = new ConcurrentLinkedQueue<>();
    private @Nullable TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        client.close();
    }

    private TestServer start(String... properties) {
        var socketIo = SocketIoServer.builder(Limits.with(properties))
                .namespace("/", handler)
                .limits(limits::add)
                .build();
        server = TestServer.start(0, socketIo, socketIo.handlerMapping());
        return server;
    }

    private RawWebSocket connect(TestServer to) throws InterruptedException {
        RawWebSocket socket = RawWebSocket.handshaken(client, to.ws(WEBSOCKET));
        socket.send("40").next();
        return socket;
    }

    private static void assertServed(RawWebSocket other, Socket toOther) throws InterruptedException {
        toOther.emit("still", "here");
        assertThat(other.nextButPing()).isEqualTo("42[\"still\",\"here\"]");
    }

    @Test
    void unfinishedBinaryEventsOfTinyObjectsHoldNoMemory() throws Exception {
        TestServer running = start();
        try (var other = connect(running)) {
            Socket toOther = handler.socket();
            Footprint before = Footprint.now();
            String placeholders = "451-[\"m\"" + ",{}".repeat(330_000) + "]";

            for (int i = 0; i < ATTACKERS; i++) {
                try (var attacker = connect(running)) {
                    assertThat(attacker.trySend(placeholders).closeCode()).isIn(1009, 1006);
                }
            }

            before.assertHeapBelow(20);
            assertServed(other, toOther);
            before.awaitReturn();
            assertThat(limits).containsOnly("json");
        }
    }

    @Test
    void aLargeConnectIsRefusedBeforeItIsParsed() throws Exception {
        TestServer running = start();
        try (var other = connect(running)) {
            Socket toOther = handler.socket();
            Footprint before = Footprint.now();
            String auth = "40{\"a\":[{}" + ",{}".repeat(330_000) + "]}";

            for (int i = 0; i < ATTACKERS; i++) {
                try (var attacker = RawWebSocket.handshaken(client, running.ws(WEBSOCKET))) {
                    assertThat(attacker.trySend(auth).closeCode()).isIn(1009, 1006);
                }
            }

            assertServed(other, toOther);
            before.awaitReturn();
            assertThat(limits).containsOnly("max-payload");
        }
    }

    @Test
    void whatAClientShowedWhenItConnectedIsNotKept() throws Exception {
        TestServer running = start();
        try (var socket = RawWebSocket.handshaken(client, running.ws(WEBSOCKET))) {
            socket.send("40{\"token\":\"secret\"}").next();
            Socket connected = handler.socket();

            assertThat(handler.handshake().auth().path("token").stringValue()).isEqualTo("secret");
            await().untilAsserted(() ->
                    assertThat(connected.handshake().auth().isEmpty()).isTrue());
        }
    }

    @Test
    void anEventThatIsTooLargeIsAnsweredAndItsConnectionLives() throws Exception {
        TestServer running = start("max-payload", "200000");
        try (var socket = connect(running)) {
            Footprint before = Footprint.now();

            assertThat(socket.send("427[\"m\",\"" + "x".repeat(3_000_000) + "\"]")
                            .next())
                    .isEqualTo("437[\"too large\"]");

            assertThat(socket.send("42[\"m\"]").isClosed()).isFalse();
            assertThat(handler.event().name()).isEqualTo("m");
            before.assertHeapBelow(20);
            assertThat(limits).containsExactly("max-payload");
        }
    }

    @Test
    void anEventThatIsTooLargeForAPostIsAnsweredAndItsSessionLives() throws Exception {
        TestServer running = start("max-payload", "200000");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        session.post("40");
        session.poll();

        assertThat(session.post("427[\"m\",\"" + "x".repeat(3_000_000) + "\"]").statusCode())
                .isEqualTo(200);

        assertThat(session.poll().body()).isEqualTo("437[\"too large\"]");
        session.post("42[\"m\"]");
        assertThat(handler.event().name()).isEqualTo("m");
    }

    @Test
    void severalEventsThatAreTooLargeTogetherAreNotLostUnnoticed() throws Exception {
        TestServer running = start("max-payload", "1000");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        session.post("40");

        assertThat(session.post("42[\"m\"]\u001e42[\"m\",\"" + "x".repeat(1000) + "\"]")
                        .statusCode())
                .isEqualTo(413);

        assertThat(handler.end()).isEqualTo(DisconnectReason.PAYLOAD_TOO_LARGE);
    }

    @Test
    void anEventWithoutEndIsCutOff() throws Exception {
        TestServer running = start("max-payload", "1000");
        try (var socket = connect(running)) {
            assertThat(socket.trySend("427[\"m\",\"" + "x".repeat(100_000) + "\"]")
                            .closeCode())
                    .isIn(1009, 1006);
        }
    }

    @Test
    void aMessageWhoseRestDoesNotComeEndsItsConnection() throws Exception {
        TestServer running = start("receive.deadline", "300ms");
        try (var other = connect(running);
                var slow = connect(running)) {
            Socket toOther = handler.socket();
            slow.sendPart("42[\"m\",\"beginning");

            assertThat(slow.closeCode()).isEqualTo(1008);

            assertThat(handler.end()).isEqualTo(DisconnectReason.RECEIVE_TIMEOUT);
            assertServed(other, toOther);
        }
    }

    @Test
    void anAttachmentThatDoesNotComeEndsItsConnection() throws Exception {
        TestServer running = start("receive.deadline", "300ms");
        try (var other = connect(running);
                var slow = connect(running)) {
            Socket toOther = handler.socket();
            slow.send("451-[\"m\",{\"_placeholder\":true,\"num\":0}]");

            assertThat(slow.closeCode()).isEqualTo(1008);

            assertThat(handler.end()).isEqualTo(DisconnectReason.RECEIVE_TIMEOUT);
            assertServed(other, toOther);
        }
    }

    @Test
    void aPostWhoseRestDoesNotComeEndsItsSession() throws Exception {
        TestServer running = start("receive.deadline", "300ms");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        session.post("40");
        try (var slow = RawTcp.connect(running)) {
            slow.write("POST /socket.io/?EIO=4&transport=polling&sid=" + session.sid()
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n42[");

            assertThat(handler.end()).isEqualTo(DisconnectReason.RECEIVE_TIMEOUT);
        }
    }

    @Test
    void fragmentsOfAllClientsStayWithinTheBudgetAndThoseWhoHoldLittleAreServed() throws Exception {
        TestServer running = start("receive.budget-bytes", "2000000");
        List<RawWebSocket> attackers = new ArrayList<>();
        try (var other = connect(running)) {
            handler.socket();
            for (int i = 0; i < ATTACKERS; i++) {
                RawWebSocket attacker = connect(running);
                attackers.add(attacker);
                attacker.sendPart("42[\"m\",\"" + "x".repeat(100_000));
            }

            assertThat(handler.end()).isEqualTo(DisconnectReason.OVERLOADED);
            other.send("42[\"still\"]");
            assertThat(handler.event().name()).isEqualTo("still");
            assertThat(limits).containsOnly("receive-budget");
        } finally {
            attackers.forEach(RawWebSocket::close);
        }
    }

    @Test
    void pongsThatNobodyReadsMakeNoQueue() throws Exception {
        TestServer running = start("ping-interval", "2s", "send-deadline", "1s", "receive.pings", "1000000000");
        try (var other = connect(running);
                var attacker = RawTcp.connect(running)) {
            Socket toOther = handler.socket();
            Footprint before = Footprint.now();
            attacker.upgrade("/socket.io/");
            attacker.message("40");
            handler.socket();

            assertThat(pingUntilCut(attacker, before)).isLessThan(3_000_000);

            assertThat(handler.end()).isIn(DisconnectReason.SEND_TIMEOUT, DisconnectReason.PING_TIMEOUT);
            assertServed(other, toOther);
            before.awaitReturn();
        }
    }

    @Test
    void pingsWithoutPauseEndTheirConnection() throws Exception {
        TestServer running = start();
        try (var other = connect(running);
                var attacker = RawTcp.connect(running)) {
            Socket toOther = handler.socket();
            attacker.upgrade("/socket.io/");
            attacker.message("40");
            handler.socket();

            attacker.pings(100);

            assertThat(handler.end()).isEqualTo(DisconnectReason.PING_FLOOD);
            assertThat(limits).containsExactly("pings");
            assertServed(other, toOther);
        }
    }

    private static int pingUntilCut(RawTcp attacker, Footprint before) {
        int sent = 0;
        try {
            for (; sent < 3_000_000; sent += 1000) {
                attacker.pings(1000);
                if (sent % 100_000 == 0) {
                    before.assertHeapBelow(20);
                }
            }
        } catch (IOException e) {
            // The end of its connection, which is what we wait for.
        }
        return sent;
    }

    @Test
    void aBodyThatConnectsAndLeavesOverAndOverIsCutShort() throws Exception {
        TestServer running = start("max-payload", "1000000");
        RawPolling session = RawPolling.open(client, running, "/socket.io/");
        try (var other = connect(running)) {
            Socket toOther = handler.socket();

            session.post("40\u001e41\u001e".repeat(5_000) + "6");

            assertThat(session.poll().statusCode()).isEqualTo(400);
            assertThat(handler.handshakes()).isLessThanOrEqualTo(17);
            assertServed(other, toOther);
        }
    }

    @Test
    void aClientMayConnectOnlySoOftenOnOneConnection() throws Exception {
        TestServer running = start("receive.connects", "3");
        try (var socket = RawWebSocket.handshaken(client, running.ws(WEBSOCKET))) {
            for (int i = 0; i < 3; i++) {
                socket.send("40").next();
                socket.send("41");
            }

            assertThat(socket.send("40").closeCode()).isEqualTo(1008);
            assertThat(limits).containsExactly("connects");
        }
    }
}
