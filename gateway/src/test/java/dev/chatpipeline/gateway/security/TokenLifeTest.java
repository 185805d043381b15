package dev.chatpipeline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestGateway.Answer;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A token ends, and what it opened ends with it or goes on by a new one. */
@UsesChatInfra
class TokenLifeTest {

    private static TestGateway gateway;

    @BeforeAll
    static void start() {
        gateway = TestGateway.shared();
    }

    @AfterAll
    static void forget() {
        gateway = null;
    }

    @Test
    void aSocketDoesNotOutliveItsToken() throws Exception {
        Instant end = Instant.now().plusSeconds(2);
        try (ChatClient client = gateway.connect(token("mortal", end))) {
            assertThat(Instant.parse(client.await("connected").text("expires_at")))
                    .isBeforeOrEqualTo(end);

            assertThat(client.await("error").text("code")).isEqualTo("token_expired");
            assertThat(client.await("disconnect").text("reason")).isEqualTo("io server disconnect");
            assertThat(Instant.now()).isBetween(end.minusSeconds(1), end.plusSeconds(5));
        }
    }

    @Test
    void aSocketGoesOnWithATokenThatItShowsInTime() throws Exception {
        Instant end = Instant.now().plusSeconds(2);
        try (ChatClient client = gateway.connect(token("renewed", end));
                ChatClient witness = gateway.connect(token("witness", end))) {
            Instant later = end.plusSeconds(3600);
            JsonNode answer = client.ask("refresh_token", Map.of("token", token("renewed", later)));
            assertThat(answer.path("status").stringValue()).isEqualTo("ok");
            assertThat(Instant.parse(answer.path("expires_at").stringValue()).getEpochSecond())
                    .isEqualTo(later.getEpochSecond());

            witness.await("error");
            witness.await("disconnect");
            assertThat(client.ask("chat_message", Map.of("message", "m"))
                            .path("status")
                            .stringValue())
                    .isEqualTo("accepted");
        }
    }

    @Test
    void noSocketGoesOnWithAnotherUsersTokenOrABadOne() throws Exception {
        try (ChatClient client = gateway.connect(TestGateway.token("myself"))) {
            for (String bad : List.of(
                    TestGateway.token("somebody-else"),
                    token("myself", Instant.now().minusSeconds(3600)),
                    "no token at all")) {
                JsonNode answer = client.ask("refresh_token", Map.of("token", bad));
                assertThat(answer.path("status").stringValue()).isEqualTo("rejected");
                assertThat(answer.path("code").stringValue()).isIn("token_invalid", "token_expired");
            }
            assertThat(client.ask("refresh_token", Map.of()).path("code").stringValue())
                    .isEqualTo("invalid_payload");
            assertThat(client.userId()).isEqualTo("myself");
        }
    }

    @Test
    void aTokenWithoutAnEndIsRefusedUnlessThatIsAllowed() throws Exception {
        String endless = TestGateway.token(Map.of("sub", "for-ever"));
        Answer refused = call(gateway, endless);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.body().path("detail").stringValue()).contains("exp: absent", "chat.security.jwt.endless");
        try (TestGateway lenient = TestGateway.start("--chat.security.jwt.endless=true")) {
            assertThat(call(lenient, endless).status()).isEqualTo(200);
        }
    }

    private static Answer call(TestGateway called, String token) throws Exception {
        return called.call("GET", "/api/sessions", null, "Authorization", "Bearer " + token);
    }

    @Test
    void aGuestWhoKeepsComingStaysThatGuest() throws Exception {
        try (TestGateway shortLived = TestGateway.start("--chat.security.guest-token-age=4s")) {
            String cookie = pageCookie(shortLived, "");
            String guest = guestOf(shortLived, cookie);
            List<String> renewed = new ArrayList<>();
            Instant end = Instant.now().plusSeconds(8);
            while (Instant.now().isBefore(end)) {
                String next = pageCookie(shortLived, cookie);
                if (!next.isEmpty()) {
                    renewed.add(next);
                    cookie = next;
                }
                assertThat(guestOf(shortLived, cookie)).isEqualTo(guest);
            }
            assertThat(renewed).hasSizeGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aGuestsTokenThatGrowsOldIsReplacedWhenItsSocketConnects() throws Exception {
        try (TestGateway shortLived = TestGateway.start("--chat.security.guest-token-age=6s");
                ChatClient young = shortLived.guest()) {
            String token = young.token();
            try (ChatClient again = shortLived.connect(token)) {
                assertThat(again.await("connected").payload().has("token")).isFalse();
            }
            String renewed = Awaitility.await().until(() -> newToken(shortLived, token), t -> !t.isEmpty());
            try (ChatClient later = shortLived.connect(renewed)) {
                assertThat(later.userId()).isEqualTo(young.userId());
            }
        }
    }

    /** Nobody is asked for a token that the gateway itself made. */
    @Test
    void aGuestWhoseTokenEndsMeanwhileIsLetInAgain() throws Exception {
        try (TestGateway shortLived = TestGateway.start("--chat.security.guest-token-age=2s");
                ChatClient guest = ChatClient.to(URI.create(shortLived.url()))
                        .transports("websocket")
                        .connect()) {
            assertThat(guest.await("disconnect").text("reason")).startsWith("transport ");
            guest.await("a second greeting", one -> guest.seen("connected").size() == 2);
            assertThat(guest.seen("connect_error")).isEmpty();
            assertThat(guest.seen("error")).isEmpty();
        }
    }

    private static String newToken(TestGateway of, String token) {
        try (ChatClient client = of.connect(token)) {
            return client.await("connected").payload().path("token").asString("");
        }
    }

    /** The new cookie that loading the page sets; empty if it sets none. */
    private static String pageCookie(TestGateway of, String cookie) throws Exception {
        Answer page = cookie.isEmpty() ? of.call("GET", "/", null) : of.call("GET", "/", null, "Cookie", cookie);
        List<String> set = page.headers().getOrDefault("set-cookie", List.of());
        return set.isEmpty() ? "" : set.getFirst().split(";", 2)[0];
    }

    private static String guestOf(TestGateway of, String cookie) {
        try (ChatClient client =
                of.client().headers(Map.of("Cookie", List.of(cookie))).connect()) {
            return client.userId();
        }
    }

    private static String token(String userId, Instant end) {
        return TestGateway.token(Map.of("sub", userId, "exp", end.getEpochSecond()));
    }
}
