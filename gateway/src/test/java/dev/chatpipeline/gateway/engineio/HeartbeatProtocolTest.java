package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;

/** The heartbeat as the official suites require it: clients that answer stay connected, clients that do not are closed. */
class HeartbeatProtocolTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void pongsKeepASessionAlive() throws Exception {
        try (var server = Echo.serve(new Limits().pings(300, 20_000));
                var socket = webSocket(server)) {
            RawPolling polling = RawPolling.open(client, server, "/engine.io/");
            for (int i = 0; i < 3; i++) {
                assertThat(socket.next()).isEqualTo("2");
                socket.send("3");
                assertThat(polling.poll().body()).isEqualTo("2");
                assertThat(polling.post("3").statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void silenceEndsASession() throws Exception {
        try (var server = Echo.serve(new Limits().pings(300, 200));
                var socket = webSocket(server)) {
            RawPolling polling = RawPolling.open(client, server, "/engine.io/");

            await().untilAsserted(() -> assertThat(polling.poll().statusCode()).isEqualTo(400));
            assertThat(socket.closeCode()).isEqualTo(DisconnectReason.NO_FRAME);
        }
    }

    @Test
    void aWaitingPollIsToldOfTheEnd() {
        try (var server = Echo.serve(new Limits().pings(50, 5_000))) {
            RawPolling polling = RawPolling.open(client, server, "/engine.io/");

            assertThat(polling.poll().body()).isEqualTo("2");
            assertThat(polling.poll().body()).isEqualTo("1");
        }
    }

    private RawWebSocket webSocket(TestServer server) throws InterruptedException {
        return RawWebSocket.handshaken(client, server.ws("/engine.io/?EIO=4&transport=websocket"));
    }
}
