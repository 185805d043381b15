package dev.chatpipeline.gateway.relay;

import static dev.chatpipeline.gateway.TestClient.object;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.gateway.TestClient;
import dev.chatpipeline.gateway.TestClient.Received;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestProjector;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A client that joins while the projector has read any part of the log gets each event that no row shows once and in
 * order, and what was running from its start: G2 and G3 for one client.
 */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class JoinTest {

    private static final String USER = "joiner";

    @AutoClose
    private final TestGateway gateway = TestGateway.start();

    @AutoClose
    private final TestWorker worker = new TestWorker(gateway.topics());

    /** One session's log: two answers with a takeover in the first, a cancelled turn between, stale records throughout. */
    private String writeLog(TestClient client) throws Exception {
        String session = Ids.random();
        for (int i = 0; i < 3; i++) {
            client.ask("chat_message", object("message", "question " + i, "session_id", session));
        }
        List<TestWorker.Received> commands = worker.commands(session, 3);
        TestWorker.Answer first = worker.answer(commands.get(0));
        first.introduce("question 0");
        first.start();
        first.chunk("lost ");
        worker.answer(commands.get(1)).queued(1);
        first.start();
        first.chunk(1, 1, "stale");
        first.chunk("kept ");
        worker.answer(commands.get(1)).cancelledBeforeStart();
        first.heartbeat();
        first.chunk("text");
        first.complete();
        TestWorker.Answer last = worker.answer(commands.get(2));
        last.introduce("question 2");
        last.start();
        first.chunk(2, 2, "late");
        last.chunk("more");
        last.complete();
        return session;
    }

    @Test
    void atEveryOffset() throws Exception {
        String session;
        List<Received> live;
        try (TestClient witness = TestClient.withToken(gateway, TestGateway.token(USER))) {
            session = writeLog(witness);
            witness.await(one -> one.event().equals("chat_complete")
                    && one.get("full_response").equals("more"));
            live = witness.ofTurns();
        }
        List<ConsumerRecord<String, byte[]>> log = worker.events(session).stream()
                .filter(record -> record.key().equals(session))
                .toList();
        assertThat(live).extracting(one -> one.payload().toString()).isEqualTo(counting(log));

        TestProjector projector = new TestProjector(gateway);
        projector.commands(worker.commands(session, 3));
        for (int projected = 0; projected <= log.size(); projected++) {
            if (projected > 0) {
                projector.event(log.get(projected - 1));
            }
            joinAndCheck(session, live, projected);
        }
    }

    /** Rows come before the position that covers them; what is over in a row is over, whatever comes late. */
    @Test
    void whenRowsAreAheadOfTheirPosition() throws Exception {
        String session = Ids.random();
        try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
            client.ask("chat_message", object("message", "over", "session_id", session));
            client.ask("chat_message", object("message", "waits", "session_id", session));
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
        for (ConsumerRecord<String, byte[]> record : log) {
            if (record.key().equals(session)) {
                projector.event(record);
            }
        }
        TestWorker.Answer waits = worker.answer(commands.getLast());
        int ahead = 0;
        for (ConsumerRecord<String, byte[]> position : log) {
            if (position.key().equals(session)) {
                projector.position(position.partition(), position.offset());
                waits.queued(++ahead);
                try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
                    client.ask("join_session", object("session_id", session));
                    String last = Integer.toString(ahead);
                    client.await(one -> one.event().equals("chat_queued")
                            && one.get("ahead").toString().equals(last));
                    assertThat(client.ofTurns())
                            .as("position %d", position.offset())
                            .extracting(Received::event)
                            .containsOnly("chat_queued");
                }
            }
        }
    }

    private void joinAndCheck(String session, List<Received> live, int projected) throws Exception {
        try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
            JSONObject joined = client.ask("join_session", object("session_id", session));
            JSONArray rows = joined.getJSONArray("messages");
            assertThat(rows.length()).isEqualTo(6);
            Map<String, String> status = new LinkedHashMap<>();
            for (int i = 0; i < rows.length(); i++) {
                JSONObject row = rows.getJSONObject(i);
                status.put(row.getString("message_id"), row.getString("status"));
            }
            if (!status.get(live.getLast().get("message_id").toString()).equals("complete")) {
                client.await(one -> one.event().equals("chat_complete")
                        && one.get("full_response").equals("more"));
            }
            // Users' messages are rows already. A cancelled turn that no client waits for may be shown again.
            List<String> expected = live.stream()
                    .filter(one -> Set.of("queued", "running")
                            .contains(status.get(one.get("message_id").toString())))
                    .map(one -> one.payload().toString())
                    .toList();
            assertThat(client.ofTurns().stream()
                            .filter(one -> !"cancelled"
                                    .equals(status.get(one.get("message_id").toString())))
                            .map(one -> one.payload().toString()))
                    .as("projected %d events, rows %s", projected, status)
                    .containsExactlyElementsOf(expected);
        }
    }

    /** The events that count, folded from the log's start. */
    private static List<String> counting(List<ConsumerRecord<String, byte[]>> log) throws Exception {
        return counting(log, SessionState.EMPTY);
    }

    private static List<String> counting(List<ConsumerRecord<String, byte[]>> log, SessionState from) throws Exception {
        List<String> counting = new ArrayList<>();
        SessionState state = from;
        for (ConsumerRecord<String, byte[]> record : log) {
            Step step = SessionReducer.fold(state, EventHead.from(record.headers()));
            state = step.state();
            if (step.counts()) {
                counting.add(new JSONObject(new String(record.value(), UTF_8)).toString());
            }
        }
        return counting;
    }

    /** What recovery will stand on: reading on from any event's cursor gives exactly the events that came after it. */
    @Test
    void everyCursorSaysWhatComesAfterIt() throws Exception {
        try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
            String quiet = Ids.random();
            client.ask("chat_message", object("message", "quiet", "session_id", quiet));
            String session = writeLog(client);
            String other = writeLog(client);
            for (String one : List.of(session, other)) {
                client.await(got -> got.event().equals("chat_complete")
                        && got.get("session_id").equals(one)
                        && got.get("full_response").equals("more"));
            }
            for (String one : List.of(session, other)) {
                List<ConsumerRecord<String, byte[]>> log = worker.events(one);
                List<Received> all = client.received();
                for (int i = 0; i < all.size(); i++) {
                    Cursor cursor = all.get(i).position();
                    if (!cursor.sessions().containsKey(one)) {
                        continue;
                    }
                    assertThat(all.get(i).cursor().length()).isLessThan(200);
                    SessionPosition place = cursor.sessions().get(one);
                    List<String> after = counting(
                            log.stream()
                                    .filter(record -> record.offset() >= place.position())
                                    .filter(record -> record.key().equals(one))
                                    .toList(),
                            place.state());
                    assertThat(all.subList(i + 1, all.size()).stream()
                                    .filter(got -> got.get("session_id").equals(one))
                                    .map(got -> got.payload().toString()))
                            .as("after %s", all.get(i))
                            .containsExactlyElementsOf(after);
                }
            }
        }
    }

    @Test
    void aMessageSentAgainOnANewSocketShowsItsAnswerFromTheStart() throws Exception {
        String session = Ids.random();
        JSONObject message = object("message", "Hello", "session_id", session, "message_id", "m1");
        try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
            client.ask("chat_message", message);
        }
        TestWorker.Answer answer = worker.answer(worker.commands(session, 1).getFirst());
        answer.introduce("Hello");
        answer.start();
        answer.chunk("Hi");
        answer.complete();
        TestProjector projector = new TestProjector(gateway);
        projector.commands(worker.commands(session, 1));
        for (ConsumerRecord<String, byte[]> record : worker.events(session)) {
            if (record.key().equals(session)) {
                projector.event(record);
            }
        }
        try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
            assertThat(client.ask("chat_message", message).getString("status")).isEqualTo("accepted");
            client.await("chat_complete");
            assertThat(client.ofTurns())
                    .extracting(Received::event)
                    .containsExactly("chat_started", "chat_chunk", "chat_complete");
        }
    }

    @Test
    void joiningAgainShowsWhatRunsFromItsStart() throws Exception {
        try (TestClient client = TestClient.withToken(gateway, TestGateway.token(USER))) {
            String session = client.ask("chat_message", object("message", "m")).getString("session_id");
            TestWorker.Answer answer = worker.answer(worker.commands(session, 1).getFirst());
            answer.start();
            answer.chunk("one ");
            client.await("chat_chunk");

            client.ask("join_session", object("session_id", session));
            answer.chunk("two");
            answer.complete();

            client.await("chat_complete");
            assertThat(client.ofTurns())
                    .extracting(Received::event)
                    .containsExactly(
                            "chat_started", "chat_chunk", "chat_started", "chat_chunk", "chat_chunk", "chat_complete");
        }
    }
}
