package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.WorkerHarness.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.ChatEvent.ChatComplete;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.testkit.UsesChatInfra;
import dev.chatpipeline.worker.dispatch.WorkerHarness.Logged;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers in their own processes: what the others do when one is killed, hangs, is stopped, or is killed by a turn. */
@UsesChatInfra
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class WorkerDeathTest {

    private static final String DEADLY = "whoever reads this dies";

    /** Enough sessions that each of two workers has more than one partition in use. */
    private static final int SESSIONS = 9;

    @TempDir
    private Path logs;

    private final WorkerHarness harness = new WorkerHarness();
    private final AskedModel model = new AskedModel(this::dieIfDeadly);
    private final Map<String, WorkerProcess> workers = new ConcurrentHashMap<>();

    @BeforeEach
    void projectNothing() {
        harness.projectNothing();
    }

    @AfterEach
    void close() {
        workers.values().forEach(WorkerProcess::close);
        model.close();
        harness.close();
    }

    @Test
    void anotherTakesOverWhatAKilledWorkerHadBegunAndNothingElse() {
        WorkerProcess first = start("w1");
        WorkerProcess second = start("w2");
        harness.awaitWorkers(2);
        Map<String, Long> running = ask(SESSIONS, "default", "tokens=400 rate=25 ttft=1");
        Map<String, String> by = awaitRunning(running);
        assertThat(by.values()).as("both work").contains(first.self(), second.self());
        // The running answers keep the commit from passing these.
        Map<String, Long> ended = ask(SESSIONS, "asked", "a short question");
        ended.forEach(harness::end);

        Instant killed = Instant.now();
        first.kill();

        running.forEach((session, turn) -> {
            ChatComplete complete = (ChatComplete) harness.end(session, turn);
            boolean cut = by.get(session).equals(first.self());
            assertThat(complete.attempt()).isEqualTo(cut ? 2 : 1);
            assertThat(harness.text(session, complete.attempt())).isEqualTo(complete.fullResponse());
        });
        ended.keySet().forEach(session -> assertThat(model.count(session)).isEqualTo(1));
        report(killed, running);
    }

    @Test
    void whatAWorkerWritesAfterItWasGivenUpCountsNowhere() {
        WorkerProcess first = start("w1");
        WorkerProcess second = start("w2");
        harness.awaitWorkers(2);
        Map<String, Long> running = ask(SESSIONS, "default", "tokens=400 rate=25 ttft=1");
        Map<String, String> by = awaitRunning(running);
        Map<String, Long> ended = ask(SESSIONS, "asked", "a short question");
        ended.forEach(harness::end);
        List<String> cut = running.keySet().stream()
                .filter(session -> by.get(session).equals(first.self()))
                .toList();
        assertThat(cut).isNotEmpty();

        first.freeze();
        cut.forEach(session -> harness.awaitEvent(session, e -> e.head().attempt() == 2));
        first.thaw();

        running.forEach((session, turn) -> {
            ChatComplete complete = (ChatComplete) harness.end(session, turn);
            assertThat(harness.text(session, complete.attempt())).isEqualTo(complete.fullResponse());
        });
        // It has rejoined the group, so no more of its old records can arrive.
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ask(SESSIONS, "default", "tokens=2 rate=1000 ttft=1").entrySet().stream()
                        .anyMatch(asked -> harness.awaitEnd(asked.getKey(), asked.getValue()).stream()
                                .anyMatch(e -> e.head().by().equals(first.self()))));
        for (String session : cut) {
            assertThat(harness.events(session))
                    .filteredOn(e -> e.counts() && e.head().attempt() == 2)
                    .allMatch(e -> e.head().by().equals(second.self()));
            assertThat(harness.state(session)).returns(2, s -> s.attempt()).returns(false, s -> s.open());
        }
        ended.keySet().forEach(session -> assertThat(model.count(session)).isEqualTo(1));
    }

    @Test
    void aWorkerThatIsToldToStopFinishesWhatRuns() {
        WorkerProcess first = start("w1");
        start("w2");
        harness.awaitWorkers(2);
        Map<String, Long> running = ask(SESSIONS, "default", "tokens=200 rate=25 ttft=1");
        assertThat(awaitRunning(running).values()).contains(first.self());

        assertThat(first.terminate(Duration.ofSeconds(40))).isTrue();

        running.forEach((session, turn) -> assertThat(((ChatComplete) harness.end(session, turn)).attempt())
                .isEqualTo(1));
    }

    @Test
    void aTurnThatKillsItsWorkersIsGivenUpAndThoseBesideItAreNot() {
        start("w1");
        start("w2");
        harness.awaitWorkers(2);
        Map<String, Long> innocent = ask(SESSIONS, "default", "tokens=200 rate=20 ttft=1");
        awaitRunning(innocent);
        String session = UUID.randomUUID().toString();
        long deadly = harness.send(message(session, "m1", DEADLY, "asked"), true);
        long behind = harness.send(message(session, "m2", "tokens=2 rate=1000 ttft=1"), false);

        ChatEvent.ChatError end = (ChatEvent.ChatError) await().atMost(Duration.ofSeconds(150))
                .ignoreException(org.awaitility.core.ConditionTimeoutException.class)
                .until(() -> harness.end(session, deadly), e -> true);

        assertThat(end.code()).isEqualTo("poison_command");
        assertThat(harness.events(session))
                .as("as many tries alone as are allowed, and the one that gives up")
                .filteredOn(
                        e -> e.counts() && e.head().turn() == deadly && e.head().alone())
                .hasSize(2);
        assertThat(harness.end(session, behind)).isInstanceOf(ChatComplete.class);
        innocent.forEach((other, turn) -> assertThat(harness.end(other, turn)).isInstanceOf(ChatComplete.class));
    }

    private WorkerProcess start(String name) {
        List<String> arguments = new ArrayList<>(harness.arguments());
        arguments.add("--chat.worker.poison-tries=1");
        arguments.addAll(model.settings(name));
        WorkerProcess worker = WorkerProcess.begin(name, logs, arguments);
        workers.put(name, worker);
        return worker;
    }

    private void dieIfDeadly(AskedModel.Asked asked) {
        if (asked.body().contains(DEADLY)) {
            workers.get(asked.worker()).kill();
            start("w" + (workers.size() + 1));
        }
    }

    /** Sends a message in each of so many new sessions, round-robin over the partitions. The text contains the session's id. */
    private Map<String, Long> ask(int count, String workspace, String text) {
        Map<String, Long> turns = new LinkedHashMap<>();
        IntStream.range(0, count).forEach(i -> {
            String session = Stream.generate(() -> UUID.randomUUID().toString())
                    .filter(id -> Topics.partitionOf(id, WorkerHarness.PARTITIONS) == i % WorkerHarness.PARTITIONS)
                    .findFirst()
                    .orElseThrow();
            turns.put(session, harness.send(message(session, "m1", text + " " + session, workspace), true));
        });
        return turns;
    }

    /** Waits until all sessions are being answered; returns the worker by session. */
    private Map<String, String> awaitRunning(Map<String, Long> turns) {
        Map<String, String> by = new LinkedHashMap<>();
        turns.keySet()
                .forEach(session -> by.put(
                        session,
                        harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK).stream()
                                .filter(e -> e.head().type() == EventType.CHAT_STARTED)
                                .map(e -> e.head().by())
                                .findFirst()
                                .orElseThrow()));
        return by;
    }

    private void report(Instant killed, Map<String, Long> turns) {
        List<Long> millis = turns.keySet().stream()
                .flatMap(session -> harness.events(session).stream()
                        .filter(e -> e.counts() && e.head().attempt() == 2)
                        .map(Logged::event)
                        .filter(ChatEvent.ChatChunk.class::isInstance)
                        .findFirst()
                        .stream())
                .map(chunk -> Duration.between(killed, chunk.timestamp()).toMillis())
                .sorted(Comparator.naturalOrder())
                .toList();
        System.out.printf("takeover, from kill -9 to the next attempt's first chunk, ms: %s%n", millis);
    }
}
