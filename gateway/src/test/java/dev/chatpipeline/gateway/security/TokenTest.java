package dev.chatpipeline.gateway.security;

import static dev.chatpipeline.gateway.TestClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestGateway.Answer;
import dev.chatpipeline.testkit.UsesChatInfra;
import io.socket.client.IO;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.json.JSONObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@UsesChatInfra
class TokenTest {

    private static final String EXPIRED =
            TestGateway.token(Map.of("sub", "u", "exp", Instant.now().getEpochSecond() - 3600));
    private static final String FORGED = TestGateway.token("u").replaceAll("\\.[^.]*$", ".AAAA");
    private static final String WITHOUT_SUBJECT = TestGateway.token(Map.of("name", "nobody"));

    private static TestGateway open;
    private static TestGateway closed;

    @BeforeAll
    static void start() {
        open = TestGateway.shared();
        closed = TestGateway.start("--chat.security.guest=false", "--chat.security.jwt.audience=chat");
    }

    @AfterAll
    static void stop() {
        closed.close();
    }

    @Test
    void aTokenIsTakenFromPayloadThenHeaderThenCookie() {
        String payload = TestGateway.token("payload");
        List<String> header = List.of("Bearer " + TestGateway.token("header"));
        List<String> cookie = List.of("a=b; chat_token=" + TestGateway.token("cookie"));

        assertThat(userOf(options -> {
                    options.auth = Map.of("token", payload);
                    options.extraHeaders = Map.of("Authorization", header, "Cookie", cookie);
                }))
                .isEqualTo("payload");
        assertThat(userOf(options -> options.extraHeaders = Map.of("Authorization", header, "Cookie", cookie)))
                .isEqualTo("header");
        assertThat(userOf(options -> options.extraHeaders = Map.of("Cookie", cookie)))
                .isEqualTo("cookie");
    }

    private static String userOf(Consumer<IO.Options> how) {
        try (TestClient client = TestClient.connect(open, how)) {
            assertThat(client.await("connected").payload().has("token")).isFalse();
            return client.userId();
        }
    }

    @Test
    void aTokenlessSocketBecomesANewGuestWhoCanComeBack() {
        try (TestClient one = TestClient.guest(open);
                TestClient other = TestClient.guest(open);
                TestClient back = TestClient.withToken(open, one.token())) {
            assertThat(one.userId()).isNotEqualTo(other.userId()).isEqualTo(back.userId());
            assertThat(one.await("connected").get("message").toString()).startsWith("Connected to ");
        }
    }

    @Test
    void aBadTokenIsRefusedAlsoWhereGuestsAreAdmitted() throws Exception {
        assertThat(codeFor(open, EXPIRED)).isEqualTo("token_expired");
        assertThat(codeFor(open, FORGED)).isEqualTo("token_invalid");
        assertThat(codeFor(open, WITHOUT_SUBJECT)).isEqualTo("token_invalid");
        assertThat(codeFor(open, "no token at all")).isEqualTo("token_invalid");
        assertThat(codeFor(closed, "")).isEqualTo("token_missing");
        assertThat(codeFor(closed, TestGateway.token("u"))).as("audience").isEqualTo("token_invalid");
        assertThat(codeFor(closed, TestGateway.token(Map.of("sub", "u", "aud", "other"))))
                .isEqualTo("token_invalid");
        try (TestClient client =
                TestClient.withToken(closed, TestGateway.token(Map.of("sub", "u", "aud", List.of("chat", "x"))))) {
            assertThat(client.userId()).isEqualTo("u");
        }
    }

    private static String codeFor(TestGateway gateway, String token) throws Exception {
        try (TestClient client = TestClient.open(gateway, options -> options.auth = Map.of("token", token))) {
            JSONObject error = (JSONObject) client.connectError();
            assertThat(error.getString("message")).isNotBlank();
            return error.getJSONObject("data").getString("code");
        }
    }

    @Test
    void theSameCodesAreProblemsOverHttp() throws Exception {
        assertProblem(closed.call("GET", "/api/sessions", null), 401, "token_missing", false);
        assertProblem(
                open.call("GET", "/api/sessions", null, "Authorization", "Bearer " + EXPIRED),
                401,
                "token_expired",
                true);
        assertProblem(
                open.call("GET", "/api/models", null, "Authorization", "Bearer " + FORGED),
                401,
                "token_invalid",
                false);
        assertProblem(closed.call("POST", "/api/guest", null), 401, "token_missing", false);
        assertThat(open.call("GET", "/api/sessions", null, "Cookie", "chat_token=" + TestGateway.token("u"))
                        .status())
                .isEqualTo(200);
    }

    private static void assertProblem(Answer answer, int status, String code, boolean retryable) throws Exception {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("content-type")).containsExactly("application/problem+json");
        assertThat(answer.body().getInt("status")).isEqualTo(status);
        assertThat(answer.body().getString("code")).isEqualTo(code);
        assertThat(answer.body().getBoolean("retryable")).isEqualTo(retryable);
        assertThat(answer.body().getString("detail")).isNotBlank();
    }

    @Test
    void aGuestsTokenCanBeHadOverHttp() throws Exception {
        Answer guest = open.call("POST", "/api/guest", null);

        assertThat(guest.status()).isEqualTo(201);
        assertThat(Instant.parse(guest.body().getString("expires_at"))).isAfter(Instant.now());
        try (TestClient client = TestClient.withToken(open, guest.body().getString("token"))) {
            assertThat(client.userId()).isEqualTo(guest.body().getString("user_id"));
        }
    }

    @Test
    void aPageLoadSetsTheCookieOnce() throws Exception {
        Answer first = open.call("GET", "/", null);
        String cookie = first.headers().get("set-cookie").getFirst();
        assertThat(cookie).startsWith("chat_token=").contains("HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(first.body().getString("text")).contains("<!doctype html>");

        Answer again = open.call("GET", "/", null, "Cookie", cookie.split(";", 2)[0]);
        assertThat(again.headers()).doesNotContainKey("set-cookie");
        assertThat(open.call("GET", "/", null, "Cookie", "chat_token=" + EXPIRED)
                        .headers())
                .containsKey("set-cookie");
        assertThat(closed.call("GET", "/", null).headers()).doesNotContainKey("set-cookie");
    }

    @Test
    void aCookieChangesNothingOnBehalfOfAnotherSite() throws Exception {
        String cookie = "chat_token=" + TestGateway.token("csrf");
        String session = "csrf-session";
        try (TestClient client = TestClient.withToken(open, TestGateway.token("csrf"))) {
            client.ask("chat_message", object("message", "m", "session_id", session));
        }
        String path = "/api/sessions/" + session;
        String title = "{\"title\":\"t\"}";
        assertProblem(
                open.call("PATCH", path, title, "Cookie", cookie, "Origin", "https://evil.example"),
                401,
                "token_missing",
                false);
        assertProblem(
                open.call("PATCH", path, title, "Cookie", cookie, "Sec-Fetch-Site", "same-site"),
                401,
                "token_missing",
                false);
        assertThat(open.call("PATCH", path, title, "Cookie", cookie, "Origin", open.url())
                        .status())
                .isEqualTo(204);
        assertThat(open.call("PATCH", path, title, "Cookie", cookie, "Sec-Fetch-Site", "same-origin")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void workspacesInTheTokenLimitWhereMessagesAreAnswered() throws Exception {
        String token = TestGateway.token(Map.of("sub", "limited", "workspaces", List.of("w1")));
        try (TestClient client = TestClient.withToken(open, token)) {
            assertThat(client.ask("chat_message", object("message", "m", "workspace_id", "w2"))
                            .getString("code"))
                    .isEqualTo("invalid_payload");
            assertThat(client.ask("chat_message", object("message", "m")).getString("code"))
                    .isEqualTo("invalid_payload");
            assertThat(client.ask("chat_message", object("message", "m", "session_id", Ids.random()))
                            .getString("code"))
                    .isEqualTo("session_not_found");
            assertThat(sessionsOf(token)).isZero();
            String session = client.ask("chat_message", object("message", "m", "workspace_id", "w1"))
                    .getString("session_id");
            assertThat(client.ask("chat_message", object("message", "again", "session_id", session))
                            .getString("status"))
                    .isEqualTo("accepted");
            assertThat(sessionsOf(token)).isOne();
        }
    }

    private static int sessionsOf(String token) throws Exception {
        return open.call("GET", "/api/sessions", null, "Authorization", "Bearer " + token)
                .body()
                .getJSONArray("sessions")
                .length();
    }

    @Test
    void pagesOfOtherOriginsMayCallOnlyWhereTheyAreNamed() throws Exception {
        String[] evil = {"Origin", "https://evil.example", "Authorization", "Bearer " + TestGateway.token("u")};
        String[] good = {"Origin", "https://app.example", "Authorization", "Bearer " + TestGateway.token("u")};
        try (TestGateway named = TestGateway.start("--chat.cors.allowed-origins=https://app.example")) {
            assertThat(named.call("GET", "/api/sessions", null, good).headers().get("access-control-allow-origin"))
                    .containsExactly("https://app.example");
            assertThat(named.call("GET", "/api/sessions", null, evil).status()).isEqualTo(403);
        }
        assertThat(open.call("GET", "/api/sessions", null, good).headers())
                .doesNotContainKey("access-control-allow-origin");
    }
}
