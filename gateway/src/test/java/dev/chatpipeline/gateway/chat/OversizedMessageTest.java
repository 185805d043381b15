package dev.chatpipeline.gateway.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.net.URI;
import java.net.http.HttpClient;
import org.junit.jupiter.api.Test;

@UsesChatInfra
class OversizedMessageTest {

    @Test
    void aMessageLargerThanMaxPayloadIsRejectedAndDoesNotEndTheConnection() throws Exception {
        TestGateway gateway = TestGateway.shared();
        URI uri = URI.create(gateway.url().replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket");
        try (HttpClient http = HttpClient.newHttpClient();
                RawWebSocket socket = RawWebSocket.handshaken(http, uri)) {
            socket.send("40");
            socket.next();
            socket.next(); // connected

            String answer =
                    (String) socket.send("423[\"chat_message\",{\"message\":\"" + "x".repeat(2_000_000) + "\"}]")
                            .nextButPing();

            assertThat(answer)
                    .startsWith("433[{")
                    .contains("\"status\":\"rejected\"")
                    .contains("\"code\":\"message_too_long\"")
                    .contains("\"retryable\":false");
            socket.send("424[\"cancel_message\",{\"session_id\":\"none\"}]");
            assertThat((String) socket.nextButPing()).startsWith("434[{");
        }
    }
}
