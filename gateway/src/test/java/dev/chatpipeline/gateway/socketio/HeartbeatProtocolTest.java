package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The heartbeat as the official suites ask for it; patient with who answers, strict with who does not. */
class HeartbeatProtocolTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void pongsKeepASessionAlive() throws Exception {
        try (var server = Conformance.start(0, "300ms", "20s", "45s");
                var socket = webSocket(server, "/engine.io/")) {
            RawPolling polling = RawPolling.open(client, server, "/engine.io/");
            for (int i = 0; i < 3; i++) {
                assertThat(socket.next()).isEqualTo("2");
                socket.send("3");
                assertThat(polling.poll().body()).isEqualTo("2");
                assertThat(polling.post("3").statusCode()).isEqualTo(200);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/engine.io/", "/socket.io/"})
    void silenceEndsASession(String path) throws Exception {
        try (var server = Conformance.start(0, "300ms", "200ms", "45s");
                var socket = webSocket(server, path)) {
            RawPolling polling = RawPolling.open(client, server, path);

            await().untilAsserted(() -> assertThat(polling.poll().statusCode()).isEqualTo(400));
            assertThat(socket.closeCode()).isEqualTo(DisconnectReason.NO_FRAME);
        }
    }

    @Test
    void aWaitingPollIsToldOfTheEnd() {
        try (var server = Conformance.start(0, "50ms", "5s", "45s")) {
            RawPolling polling = RawPolling.open(client, server, "/engine.io/");

            assertThat(polling.poll().body()).isEqualTo("2");
            assertThat(polling.poll().body()).isEqualTo("1");
        }
    }

    private RawWebSocket webSocket(TestServer server, String path) throws InterruptedException {
        return RawWebSocket.handshaken(client, server.ws(path + "?EIO=4&transport=websocket"));
    }
}
