package dev.chatpipeline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestGateway.Answer;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@UsesChatInfra
class TokenTest {

    private static final String EXPIRED =
            TestGateway.token(Map.of("sub", "u", "exp", Instant.now().getEpochSecond() - 3600));
    private static final String FORGED = TestGateway.token("u").replaceAll("\\.[^.]*$", ".AAAA");
    private static final long END = Instant.now().plusSeconds(3600).getEpochSecond();
    private static final String WITHOUT_SUBJECT = TestGateway.token(Map.of("name", "nobody", "exp", END));

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

        assertThat(userOf(open.client().token(payload).headers(Map.of("Authorization", header, "Cookie", cookie))))
                .isEqualTo("payload");
        assertThat(userOf(open.client().headers(Map.of("Authorization", header, "Cookie", cookie))))
                .isEqualTo("header");
        assertThat(userOf(open.client().headers(Map.of("Cookie", cookie)))).isEqualTo("cookie");
    }

    private static String userOf(ChatClient.Builder how) {
        try (ChatClient client = how.connect()) {
            assertThat(client.await("connected").payload().has("token")).isFalse();
            return client.userId();
        }
    }

    @Test
    void aTokenlessSocketBecomesANewGuestWhoCanComeBack() {
        try (ChatClient one = open.guest();
                ChatClient other = open.guest();
                ChatClient back = open.connect(one.token())) {
            assertThat(one.userId()).isNotEqualTo(other.userId()).isEqualTo(back.userId());
            assertThat(one.await("connected").text("message")).startsWith("Connected to ");
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
        assertThat(codeFor(closed, TestGateway.token(Map.of("sub", "u", "aud", "other", "exp", END))))
                .isEqualTo("token_invalid");
        try (ChatClient client =
                closed.connect(TestGateway.token(Map.of("sub", "u", "aud", List.of("chat", "x"), "exp", END)))) {
            assertThat(client.userId()).isEqualTo("u");
        }
    }

    private static String codeFor(TestGateway gateway, String token) throws Exception {
        try (ChatClient client = gateway.client().token(token).open()) {
            JsonNode error = client.await("connect_error").payload();
            assertThat(error.path("message").stringValue()).isNotBlank();
            return error.path("data").path("code").stringValue();
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
        assertThat(answer.body().path("status").intValue()).isEqualTo(status);
        assertThat(answer.body().path("code").stringValue()).isEqualTo(code);
        assertThat(answer.body().path("retryable").booleanValue()).isEqualTo(retryable);
        assertThat(answer.body().path("detail").stringValue()).isNotBlank();
    }

    @Test
    void aGuestsTokenCanBeHadOverHttp() throws Exception {
        Answer guest = open.call("POST", "/api/guest", null);

        assertThat(guest.status()).isEqualTo(201);
        assertThat(Instant.parse(guest.body().path("expires_at").stringValue())).isAfter(Instant.now());
        try (ChatClient client = open.connect(guest.body().path("token").stringValue())) {
            assertThat(client.userId()).isEqualTo(guest.body().path("user_id").stringValue());
        }
    }

    @Test
    void aPageLoadSetsTheCookieOnce() throws Exception {
        Answer first = open.call("GET", "/", null);
        String cookie = first.headers().get("set-cookie").getFirst();
        assertThat(cookie).startsWith("chat_guest_").contains("HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(first.body().path("text").stringValue()).contains("<!doctype html>");

        Answer again = open.call("GET", "/", null, "Cookie", cookie.split(";", 2)[0]);
        assertThat(again.headers()).doesNotContainKey("set-cookie");
        assertThat(open.call("GET", "/", null, "Cookie", "chat_token=" + EXPIRED)
                        .headers())
                .containsKey("set-cookie");
        assertThat(closed.call("GET", "/", null).headers()).doesNotContainKey("set-cookie");
    }

    /** Browsers send a host's cookies to each of its ports. */
    @Test
    void aCookieOfAnotherInstallationOnTheHostLocksNobodyOut() throws Exception {
        try (TestGateway other = TestGateway.start("--chat.security.jwt.secret=another-" + TestGateway.SECRET)) {
            String foreign = other.call("GET", "/", null)
                    .headers()
                    .get("set-cookie")
                    .getFirst()
                    .split(";", 2)[0];
            String sameName = "chat_token=" + foreign.split("=", 2)[1];
            Answer page = open.call("GET", "/", null, "Cookie", foreign + "; " + sameName);
            String own = page.headers().get("set-cookie").getFirst().split(";", 2)[0];

            assertThat(own.split("=", 2)[0])
                    .as("neither overwrites the other's")
                    .isNotEqualTo(foreign.split("=", 2)[0]);
            Map<String, List<String>> all = Map.of("Cookie", List.of(foreign + "; " + sameName + "; " + own));
            String guest = userOf(open.client().headers(all));
            assertThat(guest).startsWith("guest-");
            assertThat(userOf(open.client().headers(all))).isEqualTo(guest);
            String header = all.get("Cookie").getFirst();
            assertThat(open.call("GET", "/api/sessions", null, "Cookie", header).status())
                    .isEqualTo(200);
            assertProblem(closed.call("GET", "/api/sessions", null, "Cookie", header), 401, "token_missing", false);
        }
    }

    @Test
    void aCookieChangesNothingOnBehalfOfAnotherSite() throws Exception {
        String cookie = "chat_token=" + TestGateway.token("csrf");
        String session = "csrf-session";
        try (ChatClient client = open.connect(TestGateway.token("csrf"))) {
            client.ask("chat_message", Map.of("message", "m", "session_id", session));
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
        String token = TestGateway.token(Map.of("sub", "limited", "workspaces", List.of("w1"), "exp", END));
        try (ChatClient client = open.connect(token)) {
            assertThat(client.ask("chat_message", Map.of("message", "m", "workspace_id", "w2"))
                            .path("code")
                            .stringValue())
                    .isEqualTo("invalid_payload");
            assertThat(client.ask("chat_message", Map.of("message", "m"))
                            .path("code")
                            .stringValue())
                    .isEqualTo("invalid_payload");
            assertThat(client.ask("chat_message", Map.of("message", "m", "session_id", Ids.random()))
                            .path("code")
                            .stringValue())
                    .isEqualTo("session_not_found");
            assertThat(sessionsOf(token)).isZero();
            String session = client.ask("chat_message", Map.of("message", "m", "workspace_id", "w1"))
                    .path("session_id")
                    .stringValue();
            assertThat(client.ask("chat_message", Map.of("message", "again", "session_id", session))
                            .path("status")
                            .stringValue())
                    .isEqualTo("accepted");
            assertThat(sessionsOf(token)).isOne();
        }
    }

    private static int sessionsOf(String token) throws Exception {
        return open.call("GET", "/api/sessions", null, "Authorization", "Bearer " + token)
                .body()
                .path("sessions")
                .size();
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
