package dev.chatpipeline.gateway.failure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.RawHttp;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What no client of ours sends is the sender's error: a status that says so, one line, and nothing in the log. */
@UsesChatInfra
@ExtendWith(OutputCaptureExtension.class)
class MalformedRequestTest {

    private static final String MESSAGES = "GET /api/sessions/s/messages";

    static Stream<Arguments> requests() {
        return Stream.of(
                        Stream.of(
                                        "+1000000000-12-31T23:59:59.999999999Z s",
                                        "-1000000000-01-01T00:00:00Z s",
                                        "+294277-01-01T00:00:00Z s",
                                        "-4714-01-01T00:00:00Z s",
                                        "0000-01-01T00:00:00Z s",
                                        "2026-13-01T00:00:00Z s",
                                        "2026-01-01T00:00:00Z",
                                        " ",
                                        "")
                                .map(text -> "GET /api/sessions?before=" + cursor("s" + text)),
                        Stream.of(
                                "GET /api/sessions?before=" + base64(new byte[] {'s', (byte) 0xff, 0}),
                                "GET /api/sessions?before=%00",
                                "GET /api/sessions?before=%ff",
                                "GET /api/sessions?before=%zz",
                                "GET /api/sessions?before=%",
                                "GET /api/sessions?limit=99999999999999999999",
                                "GET /api/sessions?limit=1e3",
                                "GET /api/sessions?limit=%c0%af",
                                "GET /api/sessions?limit=0",
                                MESSAGES + "?tree=true&before=" + cursor("t99999999999999999999"),
                                MESSAGES + "?tree=maybe",
                                MESSAGES + "?before=" + cursor("s2026-01-01T00:00:00Z s"),
                                "GET /api/sessions/%ff/messages",
                                "GET /api/sessions/%00/messages",
                                "GET /api/sessions/%zz/messages",
                                "GET /api/sessions/a%2fb/messages",
                                "GET /api/sessions/..%2f..%2fmessages",
                                "GET /api//sessions",
                                "GET /api/sessions;a=b",
                                "GET /%2e%2e/%2e%2e/etc/passwd",
                                "DELETE /api/sessions",
                                "TRACE /api/sessions",
                                "QUATSCH /api/sessions",
                                "GET /api/nothing"))
                .flatMap(all -> all)
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isRefusedAndNothingIsLogged(String request, CapturedOutput log) throws Exception {
        assertRefused(RawHttp.send(gateway(), request, "Host: localhost", authorization()), log);
    }

    static Stream<Arguments> bodies() {
        String tooDeep = "{\"title\":" + "[".repeat(5000) + "]".repeat(5000) + "}";
        return Stream.of(
                Arguments.of("application/json", ""),
                Arguments.of("application/json", "{"),
                Arguments.of("application/json", "null"),
                Arguments.of("application/json", "[]"),
                Arguments.of("application/json", "\"title\""),
                Arguments.of("application/json", tooDeep),
                Arguments.of("application/json", "{\"title\":\"\\ud800\"}"),
                Arguments.of("application/json", "{\"title\":\"a\\u0000b\"}"),
                Arguments.of("application/json", "{\"title\":{\"a\":1}}"),
                Arguments.of("application/json", "{\"title\":\"\\xff\"}"),
                Arguments.of("application/json; charset=nonsense", "{\"title\":\"t\"}"),
                Arguments.of("application/json; charset=utf-16", "{\"title\":\"t\"}"),
                Arguments.of("text/plain", "title"),
                Arguments.of("nonsense", "title"),
                Arguments.of("application/xml", "<title/>"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyIsRefusedAndNothingIsLogged(String type, String body, CapturedOutput log) throws Exception {
        String text = String.join(
                "\r\n",
                "PATCH /api/sessions/s HTTP/1.1",
                "Host: localhost",
                authorization(),
                "Content-Type: " + type,
                "Content-Length: " + body.length(),
                "Connection: close",
                "",
                body);
        assertRefused(RawHttp.exchange(gateway(), text), log);
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                        "Accept: nonsense",
                        "Accept: application/xml",
                        "Accept: " + "a/b,".repeat(200),
                        "Cookie: chat_token=\u00ff; =; ;;",
                        "Cookie: chat_token=" + "a.".repeat(1500),
                        "Authorization: Bearer \u00ff",
                        "Authorization: Bearer " + "a.".repeat(1500),
                        "Authorization: Bearer",
                        "Authorization: Basic \u00ff",
                        "Origin: \u00ff",
                        "Transfer-Encoding: nonsense",
                        "Content-Length: -1")
                .map(Arguments::of);
    }

    /** Without a token otherwise, so that none of them is served. */
    @ParameterizedTest
    @MethodSource("headers")
    void aHeaderIsRefusedAndNothingIsLogged(String header, CapturedOutput log) throws Exception {
        assertRefused(RawHttp.send(gateway(), "GET /api/sessions", "Host: localhost", header), log);
    }

    static Stream<Arguments> claims() {
        return Stream.of(
                claim("sub", "\"a\\u0000b\""),
                claim("sub", "\"\\ud800\""),
                claim("sub", "\"x\\udfffy\""),
                claim("sub", "\"\""),
                claim("sub", "{\"a\":1}"),
                claim("sub", "\"" + "x".repeat(257) + "\""),
                claim("workspaces", "\"default\""),
                claim("workspaces", "5"),
                claim("workspaces", "[\"a\",null]"),
                claim("workspaces", "[1,2]"),
                claim("workspaces", "{\"a\":1}"),
                claim("exp", "\"tomorrow\""),
                claim("exp", "{}"),
                claim("exp", "-9223372036854775807"),
                claim("nbf", "9223372036854775"),
                claim("nbf", "\"tomorrow\""),
                claim("iat", "9223372036854775"));
    }

    private static Arguments claim(String name, String value) {
        return Arguments.of(name, value);
    }

    @ParameterizedTest
    @MethodSource("claims")
    void aTokenThatClaimsThisIsRefusedAndNothingIsLogged(String name, String value, CapturedOutput log)
            throws Exception {
        Map<String, String> claims = new TreeMap<>(Map.of(
                "sub",
                "\"u\"",
                "exp",
                Long.toString(Instant.now().plusSeconds(3600).getEpochSecond())));
        claims.put(name, value);
        String json = claims.entrySet().stream()
                .map(claim -> "\"" + claim.getKey() + "\":" + claim.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        RawHttp.Answer answer = RawHttp.send(
                gateway(),
                "GET /api/sessions",
                "Host: localhost",
                "Authorization: Bearer " + TestGateway.tokenOf(json));
        assertThat(answer.status()).isEqualTo(401);
        assertRefused(answer, log);
    }

    private static void assertRefused(RawHttp.Answer answer, CapturedOutput log) {
        assertThat(answer.status()).as("%s %s", answer.head(), answer.body()).isBetween(400, 499);
        assertThat(answer.body()).doesNotContain("Exception", "\tat ", "org.spring");
        assertThat(log.getAll()).as("the log").doesNotContain("\tat ", "ERROR", "WARN");
    }

    private static String gateway() {
        return TestGateway.shared().url();
    }

    private static String authorization() {
        return "Authorization: Bearer " + TestGateway.token("malformed");
    }

    private static String cursor(String text) {
        return base64(text.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
