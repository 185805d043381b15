package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins may neither poll nor open a WebSocket unless they are allowed to. */
class OriginTest {

    private static final String FRIEND = "https://friend.example";
    private static final HttpClient client = HttpClient.newHttpClient();
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.of(new EngineServer(new Limits().settings(), Echo::new, limit -> {}), FRIEND);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aClientThatNamesNoOriginIsLetIn() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.http("/engine.io/?EIO=4&transport=polling"))
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void ourOwnPageIsLetIn() throws Exception {
        for (String scheme : new String[] {"http", "https"}) {
            String origin = scheme + "://localhost:" + server.port();
            assertThat(poll("GET", origin).statusCode()).isEqualTo(200);
            openWebSocket(origin).abort();
        }
    }

    @Test
    void anAllowedPageIsLetInAndMayReadTheAnswer() throws Exception {
        HttpResponse<String> response = poll("GET", FRIEND);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(FRIEND);
        assertThat(response.headers().firstValue("Access-Control-Allow-Credentials"))
                .contains("true");
        openWebSocket(FRIEND).abort();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://foe.example", "null", "https://friend.example.foe.example", "http://friend.example", "x"
            })
    void anyOtherPageIsNot(String origin) throws Exception {
        HttpResponse<String> response = poll("GET", origin);

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
        assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(poll("OPTIONS", origin).statusCode()).isEqualTo(403);
        assertThatThrownBy(() -> openWebSocket(origin)).hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void aPreflightIsAnswered() throws Exception {
        HttpResponse<String> response = poll("OPTIONS", FRIEND);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("GET, POST");
        assertThat(response.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("authorization");
    }

    private static HttpResponse<String> poll(String method, String origin) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.http("/engine.io/?EIO=4&transport=polling"))
                .method(method, BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static WebSocket openWebSocket(String origin) {
        return client.newWebSocketBuilder()
                .header("Origin", origin)
                .buildAsync(server.ws("/engine.io/?EIO=4&transport=websocket"), new WebSocket.Listener() {})
                .join();
    }
}
