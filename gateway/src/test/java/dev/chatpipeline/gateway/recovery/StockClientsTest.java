package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.StockClients;
import dev.chatpipeline.testkit.stock.Transports;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver of the stock JavaScript client reports exactly what happened. */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class StockClientsTest {

    private static final String USER = "stock";
    private static final String TOKEN = TestGateway.token(USER);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AutoClose
    private final TestGateway gateway = TestGateway.start();

    @AutoClose
    private final TestWorker worker = new TestWorker(gateway.topics());

    /** Knows no id that the other gave. */
    @AutoClose
    private final TestGateway stranger =
            TestGateway.start(gateway.backend(), "--chat.security.recovery-secret=that-no-other-gateway-has-in-common");

    @AutoClose
    private final StockClients clients = StockClients.start();

    @ParameterizedTest
    @EnumSource
    void whatComesIsSeenInOrder(Transports transports) throws Exception {
        try (StockClient client = open("orderly", transports)) {
            Ack.Accepted accepted = client.accepted(Ids.random(), "m1", "Hello");
            TestWorker.Answer answer = answer(accepted.sessionId());
            answer.start();
            answer.chunks(5_000, "é🙂 ");
            answer.complete();

            Seen end = client.awaitEnd(accepted.answerId());

            assertThat(end.text("full_response")).isEqualTo(answer.text());
            assertThat(end.cursor()).isNotNull();
            List<Seen> seen = client.log().seen();
            assertThat(seen.getFirst().event()).isEqualTo("connect");
            assertThat(seen).extracting(Seen::event).contains("connected", "session_joined", "ack");
            assertThat(seen.stream()
                            .filter(one -> one.event().equals("chat_chunk"))
                            .mapToLong(one -> one.number("seq")))
                    .hasSize(5_000)
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(client.log().sent()).singleElement().satisfies(one -> {
                assertThat(one.text()).isEqualTo("Hello");
                assertThat(one.ack()).isEqualTo(accepted);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDroppedClientComesBackWithoutASay(Transports transports) {
        try (StockClient client = open("dropped", transports)) {
            String session = client.accepted(Ids.random(), "m1", "Hello").sessionId();
            int before = client.seenCount();

            client.drop();

            assertThat(client.awaitConnect(before).recovered()).isTrue();
            assertThat(client.seen().stream().skip(before).findFirst()).hasValueSatisfying(one -> {
                assertThat(one.event()).isEqualTo("disconnect");
                assertThat(one.text("reason")).startsWith("transport ");
            });
            assertThat(client.join(session).path("status").stringValue()).isEqualTo("ok");
        }
    }

    /** As an app does when it was not recovered. */
    @Test
    void joinsAgainWhatItDidNotLeaveWhereNobodyKnowsIt() {
        List<URI> both = List.of(URI.create(gateway.url()), URI.create(stranger.url()));
        try (StockClient client = clients.open("leaver", USER, both, TOKEN, Transports.WEBSOCKET)) {
            String left = client.accepted(Ids.random(), "m1", "Hello").sessionId();
            String kept = client.accepted(Ids.random(), "m1", "Hello").sessionId();
            client.leave(left);
            int before = client.seenCount();

            client.moveTo(1);

            assertThat(client.awaitConnect(before).recovered()).isFalse();
            client.await("joining again", before, one -> one.event().equals("session_joined"));
            assertThat(client.ask("join_session", Map.of("session_id", kept), PATIENCE))
                    .isNotNull();
            assertThat(client.seen().stream()
                            .skip(before)
                            .filter(one -> one.event().equals("session_joined")))
                    .extracting(Seen::sessionId)
                    .containsOnly(kept);
        }
    }

    @Test
    void aRefusalIsNoAnswerToWaitFor() {
        try (StockClient client = open("stranger", Transports.WEBSOCKET)) {
            assertThat(client.join("of-nobody").path("code").stringValue()).isEqualTo("session_not_found");
        }
        assertThatThrownBy(() ->
                        clients.open("impostor", USER, URI.create(gateway.url()), "no token", Transports.WEBSOCKET))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("token_invalid");
    }

    @Test
    void theEndOfTheProcessIsToldAtOnce() throws Exception {
        StockClients doomed = StockClients.start();
        StockClient client = doomed.open("doomed", USER, URI.create(gateway.url()), TOKEN, Transports.WEBSOCKET);

        ProcessHandle.of(doomed.pid()).orElseThrow().destroyForcibly();

        assertThatThrownBy(() -> client.awaitEnd("never"))
                .hasMessageContaining("doomed waits for")
                .cause()
                .hasMessageContaining("ended with 137");
        doomed.close();
    }

    private StockClient open(String name, Transports transports) {
        return clients.open(name, USER, URI.create(gateway.url()), TOKEN, transports);
    }

    private TestWorker.Answer answer(String sessionId) throws Exception {
        TestWorker.Answer answer = worker.answer(worker.commands(sessionId, 1).getFirst());
        answer.introduce("Hello");
        return answer;
    }
}
