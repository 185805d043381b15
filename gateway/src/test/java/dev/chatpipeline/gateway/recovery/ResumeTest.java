package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.gateway.Counting;
import dev.chatpipeline.gateway.SessionIds;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.gateway.ThreeTurns;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** G3: a client that comes back, to whichever gateway, gets exactly what it had not received. */
@UsesChatInfra
class ResumeTest {

    private static final String USER = "returner";

    private static List<TestGateway> gateways;
    private static TestWorker worker;

    @BeforeAll
    static void start() {
        TestGateway.Backend backend = TestGateway.Backend.fresh();
        gateways = List.of(TestGateway.start(backend), TestGateway.start(backend));
        worker = new TestWorker(backend.topics());
    }

    @AfterAll
    static void stop() {
        worker.close();
        gateways.forEach(TestGateway::close);
    }

    private static void ask(RecoveringClient client, String session, int turns) {
        for (int i = 0; i < turns; i++) {
            client.tell("chat_message", Map.of("message", "question " + i, "session_id", session));
        }
    }

    private static List<JsonNode> log(String session) {
        return Counting.payloads(worker.events(session));
    }

    @Test
    void afterEveryEvent() throws Exception {
        List<String> sessions = SessionIds.twoTogetherAndOneApart();
        try (RecoveringClient whole = new RecoveringClient(TestGateway.token(USER))) {
            whole.connect(gateways.getFirst());
            sessions.forEach(session -> ask(whole, session, 3));
            for (String session : sessions) {
                ThreeTurns.write(worker, session);
            }
            List<String> open = new ArrayList<>(sessions);
            whole.takeUntil(event -> open.removeIf(session -> ThreeTurns.isLast(event, session)) && open.isEmpty());
            List<Seen> events = whole.received();
            List<RecoveringClient> resumed = new ArrayList<>();
            for (int seen = 0; seen < events.size(); seen++) {
                RecoveringClient client = new RecoveringClient(
                        TestGateway.token(USER), whole.pid(), events.get(seen).cursor());
                resumed.add(client);
                client.connect(gateways.get(seen % 2));
                assertThat(client.recovered()).as("after event %d", seen).containsExactly(true);
            }
            for (String session : sessions) {
                TestWorker.Answer next =
                        worker.answer(worker.commands(session, 3).get(2));
                next.start(); // of a turn that ended: counts for nobody
            }
            ask(whole, sessions.getFirst(), 1);
            TestWorker.Answer marker =
                    worker.answer(worker.commands(sessions.getFirst(), 4).getLast());
            marker.introduce("marker");
            Map<String, List<JsonNode>> logs = new HashMap<>();
            for (String session : sessions) {
                logs.put(session, log(session));
            }
            for (int seen = 0; seen < events.size(); seen++) {
                RecoveringClient client = resumed.get(seen);
                List<Seen> before = events.subList(0, seen + 1);
                List<String> joined = before.stream()
                        .filter(one -> one.event().equals("session_joined"))
                        .map(one -> one.text("session_id"))
                        .toList();
                if (!joined.isEmpty()) {
                    int left = (int) events.stream()
                            .skip(seen + 1)
                            .filter(one -> !one.event().equals("session_joined"))
                            .filter(one -> joined.contains(one.text("session_id")))
                            .count();
                    IntStream.range(0, left + 1).forEach(event -> client.take()); // one more: connected
                    if (joined.contains(sessions.getFirst())) {
                        client.take();
                    }
                }
                for (String session : joined) {
                    long beforeOfSession = before.stream()
                            .filter(Seen::isOfATurn)
                            .filter(one -> session.equals(one.text("session_id")))
                            .count();
                    assertThat(client.ofTurns(session))
                            .as("after event %d, %s", seen, events.get(seen))
                            .containsExactlyElementsOf(logs.get(session).stream()
                                    .skip(beforeOfSession)
                                    .toList());
                }
                client.close();
            }
        }
    }

    /**
     * Links break after any number of frames, among them none at all, CONNECT alone and in the middle of catching up,
     * while three sessions stream without a pause.
     */
    @Test
    void wheneverTheLinkBreaksWhileAnswersStream() throws Exception {
        long seed = System.nanoTime();
        List<String> sessions = SessionIds.twoTogetherAndOneApart();
        try (RecoveringClient opener = new RecoveringClient(TestGateway.token(USER))) {
            opener.connect(gateways.getFirst());
            sessions.forEach(session -> ask(opener, session, 1));
            List<TestWorker.Answer> answers =
                    sessions.stream().map(session -> worker.answer(session)).toList();
            for (TestWorker.Answer answer : answers) {
                answer.start();
            }
            CompletableFuture<Void> clientsDone = new CompletableFuture<>();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; !clientsDone.isDone(); i++) {
                        answers.get(i % 3).chunk(i + " ");
                    }
                    for (TestWorker.Answer answer : answers) {
                        answer.complete();
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            List<RecoveringClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < 4; i++) {
                    Random random = new Random(seed + i);
                    RecoveringClient client = new RecoveringClient(TestGateway.token(USER));
                    clients.add(client);
                    client.connect(gateways.get(i % 2));
                    sessions.forEach(session -> client.tell("join_session", Map.of("session_id", session)));
                    List<String> unjoined = new ArrayList<>(sessions);
                    client.takeUntil(event -> event.event().equals("session_joined")
                            && unjoined.remove(event.text("session_id"))
                            && unjoined.isEmpty());
                    for (int cut = 0; cut < 40; cut++) {
                        IntStream.range(0, random.nextInt(4) == 0 ? 0 : random.nextInt(60))
                                .forEach(event -> client.take());
                        client.cut();
                        client.connect(gateways.get(random.nextInt(2)));
                    }
                }
            } finally {
                clientsDone.complete(null);
            }
            written.get();
            for (RecoveringClient client : clients) {
                List<String> open = new ArrayList<>(sessions);
                client.takeUntil(event -> event.event().equals("chat_complete")
                        && open.remove(event.text("session_id"))
                        && open.isEmpty());
                assertThat(client.recovered()).startsWith(false).hasSize(41);
                assertThat(client.recovered().subList(1, 41)).containsOnly(true);
                for (String session : sessions) {
                    assertThat(client.ofTurns(session))
                            .as("seed %d, session %s", seed, session)
                            .containsExactlyElementsOf(log(session));
                }
                client.close();
            }
        }
    }

    @Test
    void aClientThatHasSeenNoEventFollowsNothing() {
        try (RecoveringClient client = new RecoveringClient(TestGateway.token(USER))) {
            client.connect(gateways.get(0));
            client.cut();
            client.connect(gateways.get(1));
            assertThat(client.recovered()).containsExactly(false, true);
            assertThat(client.take().position().sessions()).isEmpty();
        }
    }

    /** The bare stock client in guest mode never has a token to show. */
    @Test
    void aGuestStaysTheSameGuest() throws Exception {
        String session = Ids.random();
        try (RecoveringClient guest = new RecoveringClient(null)) {
            guest.connect(gateways.get(0));
            Seen first = guest.take();
            ask(guest, session, 1);
            TestWorker.Answer answer = worker.answer(session);
            answer.start();
            guest.takeUntil(event -> event.event().equals("chat_started"));
            guest.cut();
            answer.chunk("missed");
            guest.connect(gateways.get(1));
            Seen again = guest.take();
            assertThat(again.text("user_id")).isEqualTo(first.text("user_id"));
            assertThat(guest.take().text("chunk")).isEqualTo("missed");
            assertThat(guest.recovered()).containsExactly(false, true);
        }
    }
}
