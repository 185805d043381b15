package dev.chatpipeline.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.Counting;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestProjector;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.gateway.ThreeTurns;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.client.ChatClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import tools.jackson.databind.JsonNode;

/**
 * However far the projector has read when a client joins, the client gets each event that no row shows once and in order,
 * and a running answer from its start: G2 and G3 for one client.
 */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class JoinTest {

    private static final String USER = "joiner";

    @AutoClose
    private final TestGateway gateway = TestGateway.start();

    @AutoClose
    private final TestWorker worker = new TestWorker(gateway.topics());

    private ChatClient connect() {
        return gateway.connect(TestGateway.token(USER));
    }

    /** Asks three questions in a session and writes their log. */
    private void writeLog(ChatClient client, String session) throws Exception {
        for (int i = 0; i < 3; i++) {
            client.accepted(session, "question " + i);
        }
        ThreeTurns.write(worker, session);
    }

    @Test
    void atEveryOffset() throws Exception {
        String session = Ids.random();
        List<Seen> live;
        try (ChatClient witness = connect()) {
            writeLog(witness, session);
            witness.await("the last answer", event -> ThreeTurns.isLast(event, session));
            live = witness.ofTurns();
        }
        List<ConsumerRecord<String, byte[]>> log = worker.events(session);
        assertThat(live).extracting(Seen::payload).isEqualTo(Counting.payloads(log));

        TestProjector projector = new TestProjector(gateway);
        projector.commands(worker.commands(session, 3));
        for (int projected = 0; projected <= log.size(); projected++) {
            if (projected > 0) {
                projector.event(log.get(projected - 1));
            }
            joinAndCheck(session, live, projected);
        }
    }

    /** Rows are written before the position that covers them. A turn whose row has ended is over, whatever comes late. */
    @Test
    void whenRowsAreAheadOfTheirPosition() throws Exception {
        String session = Ids.random();
        try (ChatClient client = connect()) {
            client.accepted(session, "over");
            client.accepted(session, "waits");
        }
        List<TestWorker.Received> commands = worker.commands(session, 2);
        TestWorker.Answer over = worker.answer(commands.getFirst());
        over.start();
        over.chunk("all");
        over.complete();
        over.start();
        TestProjector projector = new TestProjector(gateway);
        projector.commands(commands);
        List<ConsumerRecord<String, byte[]>> log = worker.events(session);
        projector.events(log);
        TestWorker.Answer waits = worker.answer(commands.getLast());
        int ahead = 0;
        for (ConsumerRecord<String, byte[]> position : log) {
            projector.position(position.partition(), position.offset());
            waits.queued(++ahead);
            try (ChatClient client = connect()) {
                client.ask("join_session", Map.of("session_id", session));
                int last = ahead;
                client.await(
                        "that " + last + " are ahead",
                        one -> one.event().equals("chat_queued") && one.number("ahead") == last);
                assertThat(client.ofTurns())
                        .as("position %d", position.offset())
                        .extracting(Seen::event)
                        .containsOnly("chat_queued");
            }
        }
    }

    private void joinAndCheck(String session, List<Seen> live, int projected) throws Exception {
        try (ChatClient client = connect()) {
            JsonNode joined = client.ask("join_session", Map.of("session_id", session));
            JsonNode rows = joined.path("messages");
            assertThat(rows.size()).isEqualTo(6);
            Map<String, String> status = new LinkedHashMap<>();
            for (int i = 0; i < rows.size(); i++) {
                JsonNode row = rows.get(i);
                status.put(
                        row.path("message_id").stringValue(), row.path("status").stringValue());
            }
            if (!status.get(live.getLast().messageId()).equals("complete")) {
                client.await("the last answer", event -> ThreeTurns.isLast(event, session));
            }
            // Users' messages are already rows. The end of a turn that was cancelled may be shown again, which harms
            // nobody.
            List<JsonNode> expected = live.stream()
                    .filter(one -> Set.of("queued", "running").contains(status.get(one.messageId())))
                    .map(Seen::payload)
                    .toList();
            assertThat(client.ofTurns().stream()
                            .filter(one -> !"cancelled".equals(status.get(one.messageId())))
                            .map(Seen::payload))
                    .as("projected %d events, rows %s", projected, status)
                    .containsExactlyElementsOf(expected);
        }
    }

    /** What recovery relies on: reading on from any event's cursor gives exactly the events that followed it. */
    @Test
    void everyCursorSaysWhatComesAfterIt() throws Exception {
        try (ChatClient client = connect()) {
            String quiet = Ids.random();
            client.accepted(quiet, "quiet");
            String session = Ids.random();
            String other = Ids.random();
            writeLog(client, session);
            writeLog(client, other);
            for (String one : List.of(session, other)) {
                client.await("the last answer", event -> ThreeTurns.isLast(event, one));
            }
            for (String one : List.of(session, other)) {
                List<ConsumerRecord<String, byte[]>> log = worker.events(one);
                List<Seen> all = client.events();
                for (int i = 0; i < all.size(); i++) {
                    Cursor cursor = all.get(i).position();
                    if (!cursor.sessions().containsKey(one)) {
                        continue;
                    }
                    assertThat(all.get(i).cursor().length()).isLessThan(200);
                    SessionPosition position = cursor.sessions().get(one);
                    List<JsonNode> after = Counting.payloads(
                            log.stream()
                                    .filter(record -> record.offset() >= position.position())
                                    .toList(),
                            position.state());
                    assertThat(all.subList(i + 1, all.size()).stream()
                                    .filter(got -> one.equals(got.sessionId()))
                                    .map(Seen::payload))
                            .as("after %s", all.get(i))
                            .containsExactlyElementsOf(after);
                }
            }
        }
    }

    @Test
    void aMessageSentAgainOnANewSocketShowsItsAnswerFromTheStart() throws Exception {
        String session = Ids.random();
        Map<String, String> message = Map.of("message", "Hello", "session_id", session, "message_id", "m1");
        try (ChatClient client = connect()) {
            client.ask("chat_message", message);
        }
        TestWorker.Answer answer = worker.answer(session);
        answer.introduce("Hello");
        answer.start();
        answer.chunk("Hi");
        answer.complete();
        TestProjector projector = new TestProjector(gateway);
        projector.commands(worker.commands(session, 1));
        projector.events(worker.events(session));
        try (ChatClient client = connect()) {
            assertThat(client.ask("chat_message", message).path("status").stringValue())
                    .isEqualTo("accepted");
            client.await("chat_complete");
            assertThat(client.ofTurns())
                    .extracting(Seen::event)
                    .containsExactly("chat_started", "chat_chunk", "chat_complete");
        }
    }

    @Test
    void joiningAgainShowsWhatRunsFromItsStart() throws Exception {
        try (ChatClient client = connect()) {
            String session = client.accepted(null, "m").sessionId();
            TestWorker.Answer answer = worker.answer(session);
            answer.start();
            answer.chunk("one ");
            client.await("chat_chunk");

            client.ask("join_session", Map.of("session_id", session));
            answer.chunk("two");
            answer.complete();

            client.await("chat_complete");
            assertThat(client.ofTurns())
                    .extracting(Seen::event)
                    .containsExactly(
                            "chat_started", "chat_chunk", "chat_started", "chat_chunk", "chat_chunk", "chat_complete");
        }
    }
}
