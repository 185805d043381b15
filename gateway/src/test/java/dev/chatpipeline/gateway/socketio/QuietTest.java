package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.RawPolling;
import dev.chatpipeline.gateway.engineio.RawTcp;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.net.http.HttpClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Clients' mistakes are not logged, neither by the gateway nor by the web server. */
@ExtendWith(OutputCaptureExtension.class)
class QuietTest {

    private static final List<String> NONSENSE = List.of(
            "", "x", "42", "40[", "452-[{}]", "5", "2", "4\uD83D\uDE00", "{\"a\":1}", "4".repeat(2000), "b!", "\u001e");

    @Test
    void clientMistakesAreNotLogged(CapturedOutput output) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        var handler = new Recording();
        SocketIoServer socketIo = SocketIoServer.builder(Limits.with("max-payload", "1000"))
                .namespace("/", handler)
                .build();
        try (var server = TestServer.start(0, socketIo, socketIo.handlerMapping())) {
            for (String nonsense : NONSENSE) {
                try (var socket = RawWebSocket.handshaken(client, server.ws("/socket.io/?EIO=4&transport=websocket"))) {
                    socket.send(nonsense);
                    socket.closeCode();
                }
                RawPolling.open(client, server, "/socket.io/").post(nonsense);
            }
            breakOff(server);
            try (var socket = RawWebSocket.handshaken(client, server.ws("/socket.io/?EIO=4&transport=websocket"))) {
                assertThat((String) socket.send("40").next()).startsWith("40{");
            }
            await().until(socketIo::connectionCount, count -> count == 0);
        }
        assertThat(output.toString().lines().filter(line -> !line.isBlank())).isEmpty();
    }

    /** Breaks off at each stage of a connection. */
    private static void breakOff(TestServer server) throws Exception {
        try (var tcp = RawTcp.connect(server)) {
            tcp.upgrade("/socket.io/");
        }
        try (var tcp = RawTcp.connect(server)) {
            tcp.upgrade("/socket.io/");
            tcp.message("40");
            tcp.write("half a frame");
        }
        try (var tcp = RawTcp.connect(server)) {
            tcp.write(
                    "POST /socket.io/?EIO=4&transport=polling&sid=x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n4");
        }
    }
}
