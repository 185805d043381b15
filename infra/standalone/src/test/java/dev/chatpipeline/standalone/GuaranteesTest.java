package dev.chatpipeline.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.Guarantees;
import dev.chatpipeline.testkit.guarantee.Observation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole flow with stock clients and two of each service, checked against all guarantees. */
@UsesChatInfra
class GuaranteesTest {

    private static final int SESSIONS = 100;
    private static final int TURNS = 3;

    private static Pipeline pipeline;

    @BeforeAll
    static void start() throws IOException {
        pipeline = new Pipeline(2, 2, 2);
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    @Test
    void holdForAHundredSessionsOfThreeTurnsAtOnce() {
        List<ChatClient> clients = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            clients.add(ChatClient.to(pipeline.gateway(i)).named("client " + i).open());
        }
        List<String> sessions = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (ChatClient client : clients) {
            Ack.Accepted first = client.accepted(null, "tokens=20 rate=50 ttft=20");
            sessions.add(first.sessionId());
            answers.add(first.answerId());
        }
        for (int turn = 1; turn < TURNS; turn++) {
            for (int i = 0; i < SESSIONS; i++) {
                answers.add(clients.get(i)
                        .accepted(sessions.get(i), "recall tokens=20 rate=50 ttft=20")
                        .answerId());
            }
        }
        for (int i = 0; i < answers.size(); i++) {
            Seen end = clients.get(i % SESSIONS).awaitEnd(answers.get(i));
            assertThat(end.event()).isEqualTo("chat_complete");
        }

        Observation observed = pipeline.observe(clients);
        clients.forEach(ChatClient::close);

        assertThat(observed.rows()).hasSize(2 * SESSIONS * TURNS);
        Guarantees.checkAll(observed);
    }

    @Test
    void holdForStopsResendsAndRefusals() {
        ChatClient client = ChatClient.to(pipeline.gateway(0)).named("hasty").connect();
        Ack.Accepted running = client.accepted(null, "tokens=5000 rate=50");
        String session = running.sessionId();
        Ack.Accepted waiting = client.accepted(session, "tokens=5 rate=500");
        client.await("some text", event -> event.event().equals("chat_chunk") && event.number("seq") > 2);
        Ack.Accepted busy = accepted(client, Map.of("session_id", session, "message", "x", "on_busy", "reject"));
        assertThat(client.awaitEnd(busy.answerId()).text("code")).isEqualTo("session_busy");

        client.emit("cancel_message", Map.of("session_id", session)).join();

        assertThat(client.awaitEnd(running.answerId()).event()).isEqualTo("chat_cancelled");
        assertThat(client.awaitEnd(waiting.answerId()).event()).isEqualTo("chat_cancelled");
        Map<String, String> message =
                Map.of("session_id", session, "message_id", "mine", "message", "tokens=5 rate=500");
        Ack.Accepted first = accepted(client, message);
        Ack.Accepted again = accepted(client, message);
        assertThat(again).isEqualTo(first);
        assertThat(client.awaitEnd(first.answerId()).event()).isEqualTo("chat_complete");

        Observation observed = pipeline.observe(List.of(client));
        client.close();
        Guarantees.checkAll(observed);
    }

    @Test
    void holdForEveryTransport() {
        List<ChatClient> clients = new ArrayList<>();
        for (String[] transports : new String[][] {{"polling"}, {"websocket"}, {"polling", "websocket"}}) {
            ChatClient client = ChatClient.to(pipeline.gateway(1))
                    .named(String.join(" then ", transports))
                    .transports(transports)
                    .connect();
            clients.add(client);
            Ack.Accepted accepted = client.accepted(null, "tokens=30 rate=200 ttft=5");
            assertThat(client.awaitEnd(accepted.answerId()).event()).isEqualTo("chat_complete");
        }
        ChatClient known = ChatClient.to(pipeline.gateway(0))
                .named("with a token")
                .token(clients.getFirst().token())
                .connect();
        assertThat(known.userId()).isEqualTo(clients.getFirst().userId());
        clients.add(known);

        Observation observed = pipeline.observe(clients);
        clients.forEach(ChatClient::close);
        Guarantees.checkAll(observed);
    }

    private static Ack.Accepted accepted(ChatClient client, Map<String, String> payload) {
        return (Ack.Accepted) client.send(payload).join();
    }
}
