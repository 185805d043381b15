package dev.chatpipeline.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.engineio.Footprint;
import dev.chatpipeline.gateway.engineio.RawTcp;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Peers without a token neither end the gateway nor keep others out of it. The others come from another address. */
@UsesChatInfra
class EdgeTest {

    private static final String HOSTILE = "127.0.0.1";
    private static final String FRIEND = "127.0.0.2";
    private static final String OPEN = "GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\n";
    private static final int ATTACKERS = 300;

    private static TestGateway gateway;

    private final List<RawTcp> peers = new ArrayList<>();

    @BeforeAll
    static void start() {
        gateway = TestGateway.start(
                "--chat.http.request-deadline=2s",
                "--chat.http.connections-per-address=400",
                "--chat.http.trusted-proxies=127.0.0.3",
                "--chat.socketio.sessions-per-address=50",
                "--chat.socketio.opens-per-address=60");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void leave() throws IOException {
        for (RawTcp peer : peers) {
            peer.close();
        }
    }

    private RawTcp connect(String from) throws IOException {
        RawTcp peer = RawTcp.connect(URI.create(gateway.url()).getPort(), from);
        peers.add(peer);
        return peer;
    }

    private void assertFriendIsServed() throws IOException {
        RawTcp friend = connect(FRIEND);
        friend.write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(friend.status()).isEqualTo(200);
    }

    @Test
    void aFormOfHalfAGigabyteIsRefusedUnread() throws Exception {
        Footprint before = Footprint.now();
        RawTcp attacker = connect(HOSTILE);
        attacker.write("PATCH / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: 500000000\r\n\r\n");

        assertThat(attacker.status()).isEqualTo(413);

        assertFriendIsServed();
        before.awaitReturn();
    }

    @Test
    void aFormOfUnknownLengthIsCutOff() throws Exception {
        Footprint before = Footprint.now();
        RawTcp attacker = connect(HOSTILE);
        attacker.write("PATCH / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");
        String chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
        for (int i = 0; i < 5; i++) {
            attacker.write(chunk);
        }

        assertThat(attacker.status()).isEqualTo(413);

        before.awaitReturn();
    }

    @Test
    void bodiesThatComeSlowlyHoldNoThreadAndEnd() throws Exception {
        Footprint before = Footprint.now();
        for (int i = 0; i < ATTACKERS; i++) {
            connect(HOSTILE)
                    .write("PATCH / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            + "Content-Length: 10000\r\n\r\nx");
        }

        assertFriendIsServed();
        assertThat(Footprint.now().threads()).isLessThan(before.threads() + 60);
        for (RawTcp attacker : peers.subList(0, ATTACKERS)) {
            assertThat(attacker.status()).isEqualTo(RawTcp.CLOSED);
        }
        leave();
        before.awaitReturn();
    }

    @Test
    void answersThatNobodyReadsHoldNotAllThreads() throws Exception {
        String requests = "GET /lib/socket.io.esm.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(300);
        for (int i = 0; i < ATTACKERS; i++) {
            connect(HOSTILE).write(requests);
        }

        for (int i = 0; i < 5; i++) {
            assertFriendIsServed();
        }
    }

    @Test
    void headersThatComeSlowlyEnd() throws Exception {
        RawTcp attacker = connect(HOSTILE).write("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
        await().pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(attacker.isCut("x")).isTrue());

        assertFriendIsServed();
    }

    @Test
    void oneAddressMayHoldOnlySoManyConnections() throws Exception {
        for (int i = 0; i < 400; i++) {
            connect(HOSTILE).write("G");
        }

        assertThat(connect(HOSTILE)
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .status())
                .isEqualTo(RawTcp.CLOSED);
        assertFriendIsServed();
        leave();
        await().untilAsserted(() -> assertThat(connect(HOSTILE)
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .status())
                .isEqualTo(200));
    }

    @Test
    void oneAddressMayOpenOnlySoManySessions() throws Exception {
        int opened = 0;
        while (connect(HOSTILE).write(OPEN + "\r\n").status() == 200) {
            opened++;
        }

        assertThat(opened).isBetween(1, 50);
        assertThat(connect(FRIEND).write(OPEN + "\r\n").status()).isEqualTo(200);
    }

    @Test
    void behindATrustedProxyEachClientCountsByItself() throws Exception {
        for (int i = 0; i < 120; i++) {
            String client = "X-Forwarded-For: 1.2.3.4, 198.51.100." + i + "\r\n\r\n";
            assertThat(connect("127.0.0.3").write(OPEN + client).status()).isEqualTo(200);
        }
        int opened = 0;
        while (connect("127.0.0.4")
                        .write(OPEN + "X-Forwarded-For: 203.0.113." + opened + "\r\n\r\n")
                        .status()
                == 200) {
            opened++;
        }
        assertThat(opened).as("of a peer whose word does not count").isLessThanOrEqualTo(50);
    }

    @Test
    void aBodyThatComesInPiecesIsReadWhole() throws Exception {
        String body = "{\"title\":\"abc\"}";
        RawTcp peer = connect(FRIEND)
                .write("PATCH /api/sessions/none HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Authorization: Bearer " + TestGateway.token("u") + "\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (char c : body.toCharArray()) {
            peer.write("1\r\n" + c + "\r\n");
        }
        peer.write("0\r\n\r\n");

        assertThat(peer.status()).as("the session is looked up").isEqualTo(404);
    }
}
