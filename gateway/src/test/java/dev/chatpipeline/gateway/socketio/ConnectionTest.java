package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.engineio.DisconnectReason;
import dev.chatpipeline.gateway.engineio.RawPolling;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.gateway.engineio.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a namespace handler is told, and how its decisions reach the client. */
@ExtendWith(OutputCaptureExtension.class)
class ConnectionTest {

    private static final String WEBSOCKET = "/socket.io/?EIO=4&transport=websocket";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Recording main = new Recording();
    private SocketIoServer socketIo;
    private TestServer server;

    @BeforeEach
    void start() {
        socketIo = SocketIoServer.builder(Limits.with())
                .namespace("/", main)
                .namespace("/recovering", new Recovering())
                .namespace("/broken", new Broken())
                .allowedOrigins(Set.of("https://friend.example"))
                .build();
        server = TestServer.start(0, socketIo, socketIo.handlerMapping());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theHandlerSeesTheRequest() throws Exception {
        var socket = client.newWebSocketBuilder()
                .header("Cookie", "a=1; chat_token=abc")
                .header("Authorization", "Bearer xyz")
                .buildAsync(server.ws(WEBSOCKET + "&name=J%C3%BCrgen"), new java.net.http.WebSocket.Listener() {})
                .join();
        socket.sendText("40{\"token\":\"t\"}", true).join();

        Handshake handshake = main.handshake();

        assertThat(handshake.namespace()).isEqualTo("/");
        assertThat(handshake.auth().get("token").stringValue()).isEqualTo("t");
        assertThat(handshake.recovery()).isNull();
        assertThat(handshake.request().header("authorization")).contains("Bearer xyz");
        assertThat(handshake.request().header("absent")).isEmpty();
        assertThat(handshake.request().cookie("chat_token")).contains("abc");
        assertThat(handshake.request().cookie("absent")).isEmpty();
        assertThat(handshake.request().query("name")).contains("Jürgen");
        assertThat(handshake.request().remoteAddress()).isNotBlank();
        assertThat(main.socket().attachment(Recording.class)).isSameAs(main);
        socket.abort();
    }

    @Test
    void pagesOfANamedOriginAreLetIn() throws Exception {
        assertThat(statusFor("https://friend.example")).isEqualTo(200);
        assertThat(statusFor("https://foe.example")).isEqualTo(403);
    }

    private int statusFor(String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.http("/socket.io/?EIO=4&transport=polling"))
                .header("Origin", origin)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void aClientThatWasHereBeforeIsRecognised() throws Exception {
        try (var first = open();
                var again = open()) {
            String accepted = (String) first.send("40/recovering").next();
            assertThat(accepted).matches("40/recovering,\\{\"sid\":\"[^\"]{24}\",\"pid\":\"new\"}");
            assertThat(first.next()).isEqualTo("42/recovering,[\"connected\",{},\"start\"]");

            again.send("40/recovering,{\"pid\":\"mine\",\"offset\":\"cursor\"}");

            assertThat((String) again.next()).endsWith("\"pid\":\"mine\"}");
            assertThat(again.next()).isEqualTo("42/recovering,[\"connected\",{},\"cursor\"]");
        }
    }

    @Test
    void aRefusedClientMayTryAgainOnTheSameConnection() throws Exception {
        try (var socket = open()) {
            String refusal = "44/recovering,{\"message\":\"bad pid\",\"data\":{\"code\":\"pid\"}}";
            assertThat(socket.send("40/recovering,{\"pid\":\"bad\"}").next()).isEqualTo(refusal);
            assertThat(socket.send("40/recovering,{\"pid\":\"bad\"}").next()).isEqualTo(refusal);
            assertThat((String) socket.send("40/recovering").next()).startsWith("40/recovering,");
        }
    }

    @Test
    void aHandlerThatFailsRefusesAndIsLogged(CapturedOutput output) throws Exception {
        try (var socket = open()) {
            assertThat(socket.send("40/broken").next()).isEqualTo("44/broken,{\"message\":\"Internal server error\"}");
            assertThat((String) socket.send("40").next()).startsWith("40{");
        }
        await().untilAsserted(() -> assertThat(output)
                .contains("The handler of namespace /broken failed")
                .contains("IllegalStateException: broken"));
    }

    @Test
    void aSharedFrameIsSentAsItIs() throws Exception {
        try (var socket = open()) {
            socket.send("40").next();
            Socket connected = main.socket();
            Frame frame = Frame.of("chat_chunk", "{\"chunk\":\"é\"}".getBytes("UTF-8"));

            connected.send(frame);
            connected.send(frame, "cursor-1_a");

            assertThat(socket.next()).isEqualTo("42[\"chat_chunk\",{\"chunk\":\"é\"}]");
            assertThat(socket.next()).isEqualTo("42[\"chat_chunk\",{\"chunk\":\"é\"},\"cursor-1_a\"]");
            assertThatThrownBy(() -> connected.send(frame, "a\"b")).hasMessageContaining("character 34");
            assertThatThrownBy(() -> connected.send(Frame.of("/other", "e", new byte[0])))
                    .hasMessage("namespace: /other (expected: /)");
        }
    }

    @Test
    void anEndedSocketSendsNothing() throws Exception {
        try (var socket = open()) {
            socket.send("40").next();
            Socket connected = main.socket();
            socket.send("42[\"ask\",1]");
            socket.send("421[\"ask\",2]");
            main.event();
            Ack ack = main.event().ack();
            connected.disconnect();
            assertThat(socket.next()).isEqualTo("41");

            ack.send(Map.of());
            connected.emit("late");
            connected.disconnect();

            assertThat((String) socket.send("40").next()).startsWith("40{");
        }
    }

    @Test
    void stoppingCutsClientsLooseAndTakesNoNewOnes() throws Exception {
        try (var socket = open()) {
            socket.send("40").next();
            RawPolling polling = RawPolling.open(client, server, "/socket.io/");
            CompletableFuture<HttpResponse<String>> poll = polling.startPoll();
            polling.post("40");
            main.socket();
            main.socket();
            poll.join();
            CompletableFuture<HttpResponse<String>> waiting = polling.startPoll();

            socketIo.stop();

            assertThat(socket.closeCode()).isEqualTo(DisconnectReason.NO_FRAME);
            assertThat(waiting.join().statusCode()).isIn(200, 400); // the poll may come after the end
            assertThat(main.end()).isEqualTo(DisconnectReason.SHUTDOWN);
            assertThat(main.end()).isEqualTo(DisconnectReason.SHUTDOWN);
            assertThat(RawPolling.request(client, "GET", server.http("/socket.io/?EIO=4&transport=polling"), "")
                            .join()
                            .statusCode())
                    .isEqualTo(503);
        }
    }

    private RawWebSocket open() throws InterruptedException {
        return RawWebSocket.handshaken(client, server.ws(WEBSOCKET));
    }

    /** Believes whatever id a client presents. */
    private static final class Recovering implements NamespaceHandler {

        @Override
        public ConnectResult connect(Handshake handshake) {
            Handshake.Recovery recovery = handshake.recovery();
            if (recovery == null) {
                return new ConnectResult.Accept("new", "start");
            }
            if (recovery.pid().equals("bad")) {
                return new ConnectResult.Reject(
                        "bad pid", JsonNodeFactory.instance.objectNode().put("code", "pid"));
            }
            return new ConnectResult.Accept(recovery.pid(), String.valueOf(recovery.offset()));
        }

        @Override
        public void connected(Socket socket) {
            socket.emit("connected", Map.of(), socket.attachment(String.class));
        }
    }

    /** Throws on every connect. */
    private static final class Broken implements NamespaceHandler {

        @Override
        public ConnectResult connect(Handshake handshake) {
            throw new IllegalStateException("broken");
        }
    }
}
