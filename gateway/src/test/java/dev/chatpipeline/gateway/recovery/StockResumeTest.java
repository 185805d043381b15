package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.SessionIds;
import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.gateway.TestWorker;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.Transports;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stock JavaScript client resumes without any code of the app, wherever and whenever its connection was cut. */
@UsesChatInfra
@TestInstance(Lifecycle.PER_CLASS)
class StockResumeTest {

    private static final String USER = "returner";

    @AutoClose
    private final Scene scene = new Scene(2);

    /** Covers everything that the tests have done so far. */
    @AfterEach
    void checkGuarantees() {
        scene.checkGuarantees();
    }

    @ParameterizedTest
    @EnumSource
    void cutAfterEveryEvent(Transports transports) throws Exception {
        StockClient client = scene.open("cut", USER, transports);
        List<Scene.Step> steps = new ArrayList<>();
        List<List<Scene.Step>> stories = new ArrayList<>();
        for (String session : SessionIds.twoTogetherAndOneApart()) {
            stories.add(Scene.story(session, scene.ask(client, session)));
        }
        for (int i = 0; i < stories.getFirst().size(); i++) {
            for (List<Scene.Step> story : stories) {
                steps.add(story.get(i));
            }
        }
        int cuts = 0;
        int before = 0;
        for (Scene.Step step : steps) {
            long offset = step.event().call(); // while the client is away
            if (cuts > 0) {
                assertThat(client.awaitConnect(before).recovered())
                        .as("cut %d", cuts)
                        .isTrue();
            }
            Scene.awaitPast(client, before, step.session(), offset);
            before = client.seenCount();
            if (++cuts % 2 == 0) {
                client.drop();
            } else {
                client.moveTo(cuts / 2 % 2);
            }
        }
        assertThat(client.awaitConnect(before).recovered()).isTrue();
        assertThat(Scene.recovered(client))
                .hasSizeGreaterThanOrEqualTo(steps.size())
                .doesNotContain(false);
    }

    @Test
    void aGatewayThatIsClosedWhileAnswersStream() throws Exception {
        TestGateway doomed = scene.start();
        List<StockClient> clients = new ArrayList<>();
        List<String> sessions = SessionIds.twoTogetherAndOneApart();
        List<TestWorker.Answer> answers = new ArrayList<>();
        for (Transports transports : Transports.values()) {
            clients.add(scene.open("one of " + transports, USER, transports, doomed, scene.gateway(0)));
            clients.add(scene.open("many of " + transports, USER, transports, doomed, scene.gateway(0)));
        }
        for (int i = 0; i < sessions.size(); i++) {
            answers.add(scene.ask(clients.get(2 * i), sessions.get(i)));
        }
        for (int i = 1; i < clients.size(); i += 2) {
            sessions.forEach(clients.get(i)::join);
        }
        Scene.Writing writing = scene.write(answers);
        for (StockClient client : clients) {
            client.await("chunks", seen -> seen.number("seq") >= 20);
        }

        doomed.close();

        List<Integer> counts = new ArrayList<>();
        for (StockClient client : clients) {
            client.await("connect", seen -> seen.event().equals("connect") && seen.recovered());
            counts.add(client.seenCount());
        }
        for (int i = 0; i < clients.size(); i++) {
            clients.get(i)
                    .await("more chunks", counts.get(i), seen -> seen.event().equals("chat_chunk"));
        }
        writing.finish();
        for (int i = 0; i < clients.size(); i++) {
            List<String> followed = i % 2 == 0 ? List.of(sessions.get(i / 2)) : sessions;
            for (String session : followed) {
                clients.get(i).awaitEnd(Scene.answerId(session, "m1"));
            }
            assertThat(Scene.recovered(clients.get(i))).doesNotContain(false);
        }
    }

    @Test
    void cutAtAnyMomentWhileAnswersStream() throws Exception {
        long seed = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> sessions = SessionIds.twoTogetherAndOneApart();
            StockClient opener = scene.open("opener", USER, Transports.WEBSOCKET);
            List<TestWorker.Answer> answers = new ArrayList<>();
            for (String session : sessions) {
                answers.add(scene.ask(opener, session));
            }
            List<StockClient> clients = new ArrayList<>(List.of(opener));
            for (int i = 0; i < 6; i++) {
                clients.add(scene.open("restless " + i, USER, Transports.values()[i % 3]));
            }
            Scene.Writing writing = scene.write(answers);
            List<Future<?>> restless = new ArrayList<>();
            for (int i = 1; i < clients.size(); i++) {
                StockClient client = clients.get(i);
                Random random = new Random(seed + i);
                restless.add(threads.submit(() -> beRestless(client, sessions, random)));
            }
            for (Future<?> one : restless) {
                one.get();
            }
            writing.finish();
            for (StockClient client : clients) {
                for (String session : sessions) {
                    client.awaitEnd(Scene.answerId(session, "m1"));
                }
                assertThat(Scene.recovered(client)).as(client.log().name()).doesNotContain(false);
            }
        } catch (AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** Joins and leaves, and is cut at any moment, including while it joins or catches up. */
    private static void beRestless(StockClient client, List<String> sessions, Random random) {
        for (int i = 0; i < 15; i++) {
            String session = sessions.get(random.nextInt(sessions.size()));
            int before = client.seenCount();
            boolean cut = random.nextInt(4) > 0;
            if (cut) {
                client.moveTo(random.nextInt(2));
            }
            if (random.nextInt(3) == 0) {
                client.leave(session);
            }
            if (random.nextInt(2) == 0) {
                assertThat(client.join(session).path("status").stringValue()).isEqualTo("ok");
            }
            if (cut) {
                client.awaitConnect(before);
            }
            for (int more = random.nextInt(5); more > 0; more--) {
                int seen = client.seenCount();
                if (isFollowing(client)) {
                    client.await("an event", seen, one -> true);
                }
            }
        }
        sessions.forEach(client::join);
    }

    private static boolean isFollowing(StockClient client) {
        Seen last = null;
        for (Seen seen : client.seen()) {
            if (seen.event().startsWith("session_")) {
                last = seen;
            }
        }
        return last != null && last.event().equals("session_joined");
    }

    /** A message is answered once and its ack means what it says, however often the link breaks around it. */
    @Test
    void cutWhileSending() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<StockClient> clients = new ArrayList<>();
            List<Future<List<String>>> sending = new ArrayList<>();
            for (Transports transports : Transports.values()) {
                StockClient client = scene.open("sender over " + transports, USER, transports);
                clients.add(client);
                sending.add(threads.submit(() -> send(client)));
            }
            List<List<String>> sent = new ArrayList<>();
            for (Future<List<String>> one : sending) {
                sent.add(one.get());
            }
            scene.answerAll(sent.stream().flatMap(List::stream).toList());
            for (int i = 0; i < clients.size(); i++) {
                for (String session : sent.get(i)) {
                    clients.get(i).awaitEnd(Scene.answerId(session, "m2"));
                }
            }
        }
    }

    /** Sends two messages to each of three sessions, with a cut before any of them can be answered. */
    private static List<String> send(StockClient client) throws Exception {
        List<String> sessions = SessionIds.twoTogetherAndOneApart();
        for (String session : sessions) {
            for (String message : List.of("m1", "m2")) {
                Thread cutter = Thread.ofVirtual().start(client::drop);
                client.accepted(session, message, "Hello");
                cutter.join();
            }
        }
        return sessions;
    }
}
