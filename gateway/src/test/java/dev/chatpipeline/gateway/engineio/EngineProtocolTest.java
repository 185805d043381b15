package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What the official Engine.IO v4 suite requires of a server. */
@TestInstance(Lifecycle.PER_CLASS)
class EngineProtocolTest {

    private static final JsonMapper json = JsonMapper.builder().build();
    private static final HttpClient client = HttpClient.newHttpClient();

    @AutoClose
    private final TestServer server = Echo.serve(new Limits());

    @Test
    void aPollingHandshakeOffersTheUpgrade() {
        HttpResponse<String> response = get("/engine.io/?EIO=4&transport=polling");

        assertThat(response.statusCode()).isEqualTo(200);
        OpenPacket.parse(response.body()).assertDefaults("websocket");
    }

    @Test
    void aWebSocketHandshakeOffersNone() throws Exception {
        try (var socket = RawWebSocket.open(client, server.ws("/engine.io/?EIO=4&transport=websocket"))) {
            OpenPacket.parse((String) socket.next()).assertDefaults();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transport=polling",
                "EIO=abc&transport=polling",
                "EIO=3&transport=polling",
                "EIO=4",
                "EIO=4&transport=abc",
                "EIO=4&transport=websocket",
                "EIO=4&transport=polling&sid=unknown"
            })
    void aBadQueryIsRefused(String query) {
        HttpResponse<String> response = get("/engine.io/?" + query);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json.readTree(response.body()).propertyNames()).containsExactly("code", "message");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transport=websocket", "EIO=abc&transport=websocket", "EIO=4", "EIO=4&transport=abc"})
    void aBadQueryOpensNoWebSocket(String query) {
        assertThatThrownBy(() -> RawWebSocket.open(client, server.ws("/engine.io/?" + query)))
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "HEAD"})
    void onlyGetOpensASession(String method) {
        assertThat(RawPolling.request(client, method, server.http("/engine.io/?EIO=4&transport=polling"), "")
                        .join()
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4hello", "4test1\u001e4test2\u001e4test3", "4hello\u001ebAQIDBA==", "4", "4é\uD83D\uDE00"})
    void pollingCarriesPackets(String payload) {
        RawPolling session = openPolling();

        HttpResponse<String> posted = session.post(payload);

        assertThat(posted.statusCode()).isEqualTo(200);
        assertThat(posted.body()).isEqualTo("ok");
        assertThat(session.poll().body()).isEqualTo(payload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "4a\u001e", "7", "b***", "4a\u001ex", "2", "0", "5"})
    void aBadPayloadClosesThePollingSession(String payload) {
        RawPolling session = openPolling();

        session.post(payload);

        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aSecondPollClosesTheSession() {
        RawPolling session = openPolling();

        // Either of the two may arrive first.
        CompletableFuture<HttpResponse<String>> one = session.startPoll();
        CompletableFuture<HttpResponse<String>> other = session.startPoll();
        List<HttpResponse<String>> answers = List.of(one.join(), other.join());

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactlyInAnyOrder(200, 400);
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() == 200)
                .extracting(HttpResponse::body)
                .containsExactly("1");
        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    /** The first response never reached the client, so its packets are lost. */
    @Test
    void aPollThatIsSentAgainEndsTheSession() {
        RawPolling session = openPolling();
        session.post("4hello");
        assertThat(session.stamped("first").poll().body()).isEqualTo("4hello");
        session.post("4hello again");
        assertThat(session.stamped("second").poll().body()).isEqualTo("4hello again");

        assertThat(session.stamped("second").poll().statusCode()).isEqualTo(400);

        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aPostThatIsSentAgainIsTakenInOnce() {
        RawPolling session = openPolling();
        session.stamped("first").post("4hello");
        assertThat(session.poll().body()).isEqualTo("4hello");

        assertThat(session.stamped("first").post("4hello").body()).isEqualTo("ok");

        session.stamped("second").post("4goodbye");
        assertThat(session.poll().body()).isEqualTo("4goodbye");
    }

    /** As of a client that sends the time in seconds. */
    @Test
    void requestsOfOneSecondAreNoRepeats() throws Exception {
        RawPolling session = openPolling().stamped("1700000000");

        session.post("4hello");
        assertThat(session.poll().body()).isEqualTo("4hello");
        session.post("4hello");

        assertThat(session.poll().body()).isEqualTo("4hello");
    }

    @Test
    void aPollThatTheClientGivesUpEndsTheSession() throws Exception {
        RawPolling session = openPolling();

        try (var tcp = RawTcp.connect(server)) {
            tcp.write("GET /engine.io/?EIO=4&transport=polling&sid=" + session.sid()
                    + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }

        await().untilAsserted(() -> assertThat(session.poll().statusCode()).isEqualTo(400));
    }

    @Test
    void aWebSocketCarriesTextAndBinary() throws Exception {
        try (var socket = openWebSocket()) {
            assertThat(socket.send("4hello").nextButPing()).isEqualTo("4hello");
            assertThat(socket.send((byte) 1, (byte) 2, (byte) 3).nextButPing()).isEqualTo(new byte[] {1, 2, 3});
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "", "9", "0", "2", "5"})
    void aBadPacketClosesTheWebSocket(String packet) throws Exception {
        try (var socket = openWebSocket()) {
            assertThat(socket.send(packet).closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void noExtensionIsNegotiated() throws Exception {
        try (var tcp = RawTcp.connect(server)) {
            List<String> answer = tcp.upgrade("/engine.io/", "Sec-WebSocket-Extensions: permessage-deflate");

            assertThat(answer.getFirst()).startsWith("HTTP/1.1 101");
            assertThat(answer).noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-extensions"));
        }
    }

    @Test
    void aClientCanCloseAPollingSession() {
        RawPolling session = openPolling();

        CompletableFuture<HttpResponse<String>> waiting = session.startPoll();
        session.post("1");

        assertThat(waiting.join().body()).isEqualTo("6");
        assertThat(session.poll().statusCode()).isEqualTo(400);
    }

    @Test
    void aClientCanCloseAWebSocket() throws Exception {
        try (var socket = openWebSocket()) {
            assertThat(socket.send("1").closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void aSessionMovesToAWebSocket() throws Exception {
        RawPolling session = openPolling();
        try (var socket = RawWebSocket.open(client, upgradeOf(session))) {
            assertThat(socket.send("2probe").next()).isEqualTo("3probe");
            assertThat(session.poll().body()).isEqualTo("6");

            socket.send("5");

            assertThat(socket.send("4hello").nextButPing()).isEqualTo("4hello");
        }
    }

    @Test
    void anUpgradedSessionIsNotPolled() throws Exception {
        RawPolling session = openPolling();
        try (var socket = upgrade(session)) {
            assertThat(session.poll().statusCode()).isEqualTo(400);
            assertThat(session.post("4hello").statusCode()).isEqualTo(400);
            assertThat(socket.send("4hello").nextButPing()).isEqualTo("4hello");
        }
    }

    @Test
    void anUpgradedSessionTakesNoSecondWebSocket() throws Exception {
        RawPolling session = openPolling();
        try (var socket = upgrade(session);
                var second = RawWebSocket.open(client, upgradeOf(session))) {
            assertThat(second.closeCode()).isEqualTo(1002);
            assertThat(socket.send("4hello").nextButPing()).isEqualTo("4hello");
        }
    }

    @Test
    void aFailedUpgradeLeavesThePollingSessionAsItWas() throws Exception {
        RawPolling session = openPolling();
        try (var socket = RawWebSocket.open(client, upgradeOf(session))) {
            assertThat(socket.send("4too early").closeCode()).isEqualTo(1002);

            session.post("4hello");

            assertThat(session.poll().body()).isEqualTo("4hello");
        }
    }

    private RawWebSocket upgrade(RawPolling session) throws InterruptedException {
        var socket = RawWebSocket.open(client, upgradeOf(session));
        socket.send("2probe").next();
        socket.send("5");
        // The echo shows that the upgrade packet has been read.
        socket.send("4upgraded").nextButPing();
        return socket;
    }

    private URI upgradeOf(RawPolling session) {
        return server.ws("/engine.io/?EIO=4&transport=websocket&sid=" + session.sid());
    }

    private RawPolling openPolling() {
        return RawPolling.open(client, server, "/engine.io/");
    }

    private RawWebSocket openWebSocket() throws InterruptedException {
        return RawWebSocket.handshaken(client, server.ws("/engine.io/?EIO=4&transport=websocket"));
    }

    private HttpResponse<String> get(String pathAndQuery) {
        return RawPolling.request(client, "GET", server.http(pathAndQuery), "").join();
    }
}
