package dev.chatpipeline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.RawHttp;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which names the gateway answers to, and what a proxy in front says about them. */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class HostTest {

    private static final String POLL = "GET /socket.io/?EIO=4&transport=polling";

    @AutoClose
    private final TestGateway gateway = TestGateway.start(
            "--chat.security.allowed-hosts=localhost,Chat.example.org",
            "--chat.cors.allowed-origins=https://friend.example/",
            "--server.forward-headers-strategy=native");

    /** DNS rebinding: the browser takes the attacker's page for the gateway's own. */
    @Test
    void aNameThatIsNotItsOwnIsRefusedAndTheSettingIsLogged(CapturedOutput log) throws Exception {
        for (String request : List.of("GET /", POLL, "GET /api/models", "POST /api/guest")) {
            RawHttp.Answer answer = send(request, "Host: evil.example:8080", "Origin: http://evil.example:8080");
            assertThat(answer.status()).as(request).isEqualTo(421);
            assertThat(answer.body()).contains("host_not_allowed");
        }
        assertThat(log.getOut().lines().filter(line -> line.contains("evil.example")))
                .singleElement()
                .asString()
                .contains("chat.security.allowed-hosts");
    }

    @Test
    void itsOwnNamesAndAddressesAreServed() throws Exception {
        for (String host :
                List.of("localhost:8080", "chat.example.org", "CHAT.example.org:443", "192.168.1.7", "[::1]:8080")) {
            assertThat(send(POLL, "Host: " + host).status()).as(host).isEqualTo(200);
        }
    }

    @Test
    void ourOwnPageIsLetInWhereverAProxyEndsTls() throws Exception {
        String page = "Origin: https://chat.example.org";
        for (String[] headers : new String[][] {
            {"Host: chat.example.org", page},
            {"Host: chat.example.org:443", page},
            {"Host: 10.0.0.7:8080", "X-Forwarded-Host: chat.example.org", page},
            {"Host: 10.0.0.7:8080", "X-Forwarded-Host: chat.example.org", "X-Forwarded-Proto: https", page},
            {"Host: 10.0.0.7:8080", "X-Forwarded-Host: chat.example.org:443", page},
        }) {
            assertThat(send(POLL, headers).status())
                    .as(String.join(", ", headers))
                    .isEqualTo(200);
        }
    }

    @Test
    void ourOwnPageMayChangeThingsByCookieWhereverAProxyEndsTls() throws Exception {
        for (String host : List.of("chat.example.org", "chat.example.org:443")) {
            assertThat(send(
                                    "PATCH /api/sessions/none",
                                    "Host: " + host,
                                    "Origin: https://chat.example.org",
                                    "Content-Type: application/json",
                                    "Cookie: chat_token=" + TestGateway.token("cookie-owner"))
                            .status())
                    .as("neither 401 nor 403, but no body")
                    .isEqualTo(400);
        }
    }

    @Test
    void anAllowedOriginIsLetInAlsoWhenItWasWrittenWithASlash() throws Exception {
        RawHttp.Answer answer = send(POLL, "Host: chat.example.org", "Origin: https://friend.example");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.head()).contains("Access-Control-Allow-Origin: https://friend.example");
    }

    @Test
    void anotherPageIsRefusedAndTheLogNamesTheSettings(CapturedOutput log) throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(send(POLL, "Host: 10.0.0.7:8080", "Origin: https://stranger.example")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(log.getOut().lines().filter(line -> line.contains("stranger.example")))
                .singleElement()
                .asString()
                .contains("chat.cors.allowed-origins", "server.forward-headers-strategy");
    }

    @Test
    void cookiesAreSecureBehindAProxyThatEndsTls() throws Exception {
        assertThat(send("GET /", "Host: localhost", "X-Forwarded-Proto: https").head())
                .containsPattern("Set-Cookie: chat_guest_.*; Secure");
        assertThat(send("GET /", "Host: localhost").head())
                .contains("Set-Cookie: chat_guest_")
                .doesNotContain("; Secure");
    }

    @Test
    void aPathPrefixIsServed() throws Exception {
        try (TestGateway below = TestGateway.start("--server.servlet.context-path=/chat")) {
            for (String path :
                    List.of("/chat/", "/chat/socket.io/?EIO=4&transport=polling", "/chat/lib/socket.io.esm.min.js")) {
                assertThat(RawHttp.send(below.url(), "GET " + path, "Host: localhost")
                                .status())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    private RawHttp.Answer send(String request, String... headers) throws Exception {
        return RawHttp.send(gateway.url(), request, headers);
    }
}
