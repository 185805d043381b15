package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.engineio.RawWebSocket;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A connection that breaks between {@code session_joined} and the answer to the request takes only the answer with it. */
@UsesChatInfra
class JoinAgainTest {

    private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");
    private static final Pattern CURSOR = Pattern.compile("\"([^\"]+)\"]$");

    private final HttpClient http = HttpClient.newHttpClient();
    private final TestGateway gateway = TestGateway.shared();
    private final String session = UUID.randomUUID().toString();
    private final String token = TestGateway.token("joiner");

    private RawWebSocket open() throws InterruptedException {
        return RawWebSocket.handshaken(
                http, URI.create(gateway.url().replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"));
    }

    private static String takeUntil(RawWebSocket socket, String part) throws InterruptedException {
        String packet = (String) socket.nextButPing();
        while (!packet.contains(part)) {
            packet = (String) socket.nextButPing();
        }
        return packet;
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    @Test
    void aRecoveredClientThatAsksAgainGetsTheHistory() throws Exception {
        String pid;
        String cursor;
        try (RawWebSocket first = open()) {
            pid = find(
                    PID, (String) first.send("40{\"token\":\"" + token + "\"}").next());
            first.send("420[\"chat_message\",{\"session_id\":\"" + session + "\",\"message\":\"hello\"}]");
            takeUntil(first, "accepted");
            first.send("42[\"leave_session\",{\"session_id\":\"" + session + "\"}]");
            takeUntil(first, "session_left");
            first.send("421[\"join_session\",{\"session_id\":\"" + session + "\"}]");
            cursor = find(CURSOR, takeUntil(first, "session_joined"));
        }
        try (RawWebSocket again = open()) {
            String connected = (String)
                    again.send("40{\"token\":\"" + token + "\",\"pid\":\"" + pid + "\",\"offset\":\"" + cursor + "\"}")
                            .next();
            assertThat(find(PID, connected)).as("recovered").isEqualTo(pid);

            again.send("422[\"join_session\",{\"session_id\":\"" + session + "\"}]");

            takeUntil(again, "session_joined");
            assertThat(takeUntil(again, "432")).contains("\"status\":\"ok\"").contains("\"messages\":[");
        }
    }
}
