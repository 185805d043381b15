package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.OpenPacket;
import dev.chatpipeline.gateway.engineio.RawPolling;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the official Socket.IO v5 suite requires of a server, on top of Engine.IO. */
@TestInstance(Lifecycle.PER_CLASS)
class SocketIoProtocolTest {

    private static final JsonMapper json = JsonMapper.builder().build();
    private static final HttpClient client = HttpClient.newHttpClient();

    @AutoClose
    private final TestServer server = Conformance.start();

    @Test
    void aPollingHandshakeOffersTheUpgrade() {
        HttpResponse<String> response = RawPolling.request(
                        client, "GET", server.http("/socket.io/?EIO=4&transport=polling"), "")
                .join();

        assertThat(response.statusCode()).isEqualTo(200);
        OpenPacket.parse(response.body()).assertDefaults("websocket");
    }

    @Test
    void aWebSocketHandshakeOffersNone() throws Exception {
        try (var socket = RawWebSocket.open(client, server.ws("/socket.io/?EIO=4&transport=websocket"))) {
            OpenPacket.parse((String) socket.next()).assertDefaults();
        }
    }

    @Test
    void silenceEndsASession() throws Exception {
        try (var impatient = Conformance.start(0, "300ms", "200ms", "45s");
                var socket = RawWebSocket.handshaken(client, impatient.ws("/socket.io/?EIO=4&transport=websocket"))) {
            RawPolling polling = RawPolling.open(client, impatient, "/socket.io/");

            await().untilAsserted(() -> assertThat(polling.poll().statusCode()).isEqualTo(400));
            assertThat(socket.closeCode()).isEqualTo(DisconnectReason.NO_FRAME);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40                        | 40         | 42[\"auth\",{}]",
                "40{\"token\":\"123\"}         | 40         | 42[\"auth\",{\"token\":\"123\"}]",
                "40/custom,                | 40/custom, | 42/custom,[\"auth\",{}]",
                "40/custom                 | 40/custom, | 42/custom,[\"auth\",{}]",
                "40/custom,{\"token\":\"abc\"} | 40/custom, | 42/custom,[\"auth\",{\"token\":\"abc\"}]"
            })
    void aClientEntersANamespace(String connect, String accepted, String auth) throws Exception {
        try (var socket = openWebSocket()) {
            String answer = (String) socket.send(connect).nextButPing();

            assertThat(answer).startsWith(accepted + "{");
            JsonNode handshake = json.readTree(answer.substring(accepted.length()));
            assertThat(handshake.propertyNames()).containsExactly("sid");
            assertThat(handshake.get("sid").stringValue()).isNotBlank();
            assertThat(socket.nextButPing()).isEqualTo(auth);
        }
    }

    @Test
    void anUnknownNamespaceIsRefused() throws Exception {
        try (var socket = openWebSocket()) {
            assertThat(socket.send("40/random").nextButPing())
                    .isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4abc", "4", "42[\"message\"]", "40[]", "40{", "44{\"message\":\"no\"}", "41", "430[]"})
    void whatIsNoConnectClosesTheConnection(String packet) throws Exception {
        try (var socket = openWebSocket()) {
            assertThat(socket.send(packet).closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void leavingTheMainNamespaceKeepsTheConnection() throws Exception {
        try (var socket = connect()) {
            assertThat((String) socket.send("41").send("40").next()).startsWith("40{");
        }
    }

    @Test
    void leavingOneNamespaceKeepsTheOther() throws Exception {
        try (var socket = connect()) {
            socket.send("40/custom");
            assertThat((String) socket.nextButPing()).startsWith("40/custom,");
            assertThat((String) socket.nextButPing()).startsWith("42/custom,");

            socket.send("41/custom").send("42[\"message\",\"still here\"]");

            assertThat(socket.nextButPing()).isEqualTo("42[\"message-back\",\"still here\"]");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "42[\"message\",1,\"2\",{\"3\":[true]}]             | 42[\"message-back\",1,\"2\",{\"3\":[true]}]",
                "42[\"message\"]                              | 42[\"message-back\"]",
                "42[\"message\",null,\"é\"]                     | 42[\"message-back\",null,\"é\"]",
                "42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}] | 43456[1,\"2\",{\"3\":[false]}]",
                "420[\"message-with-ack\"]                    | 430[]",
                "450-[\"message\",1]                          | 42[\"message-back\",1]"
            })
    void anEventIsAnswered(String event, String answer) throws Exception {
        try (var socket = connect()) {
            assertThat(socket.send(event).nextButPing()).isEqualTo(answer);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]"
                        + "|452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]",
                "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]"
                        + "|462-789[{\"_placeholder\":true,\"num\":0},[{\"_placeholder\":true,\"num\":1}]]"
            })
    void binaryPartsComeBack(String event, String answer) throws Exception {
        try (var socket = connect()) {
            socket.send(event).send((byte) 1, (byte) 2).send((byte) 3);

            assertThat(socket.nextButPing()).isEqualTo(answer);
            assertThat(socket.nextButPing()).isEqualTo(new byte[] {1, 2});
            assertThat(socket.nextButPing()).isEqualTo(new byte[] {3});
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4abc",
                "42{}",
                "42",
                "42[]",
                "42[{}]",
                "42[\"disconnect\"]",
                "42[\"message\"] trailing",
                "42abc[\"message-with-ack\",1]",
                "421234567890123456[\"message-with-ack\"]",
                "43[]",
                "40",
                "45[\"message\"]",
                "45-1-[\"message\"]",
                "4511-[\"message\"]",
                "41[]"
            })
    void aBadPacketClosesTheConnection(String packet) throws Exception {
        try (var socket = connect()) {
            assertThat(socket.send(packet).closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void binaryOutOfTurnClosesTheConnection() throws Exception {
        try (var socket = connect()) {
            assertThat(socket.send((byte) 1).closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void textInsteadOfAnAttachmentClosesTheConnection() throws Exception {
        try (var socket = connect()) {
            socket.send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]").send("42[\"message\"]");
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void aPlaceholderWithoutItsPartClosesTheConnection() throws Exception {
        try (var socket = connect()) {
            socket.send("451-[\"message\",{\"_placeholder\":true,\"num\":1}]").send((byte) 1);
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    private RawWebSocket connect() throws InterruptedException {
        RawWebSocket socket = openWebSocket();
        assertThat((String) socket.send("40").nextButPing()).startsWith("40");
        assertThat((String) socket.nextButPing()).startsWith("42[\"auth\"");
        return socket;
    }

    private RawWebSocket openWebSocket() throws InterruptedException {
        return RawWebSocket.handshaken(client, server.ws("/socket.io/?EIO=4&transport=websocket"));
    }
}
