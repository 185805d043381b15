package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.WorkerHarness.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** Another worker finishes what one leaves. */
@UsesChatInfra
class TakeoverTest {

    private WorkerHarness harness;

    @BeforeEach
    void start() {
        harness = new WorkerHarness();
        harness.projectNothing();
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @Test
    void aWorkerThatLeavesInGoodOrderFinishesWhatRuns() {
        ConfigurableApplicationContext first = harness.startWorker();
        Map<String, Long> turns = sessions(12, "tokens=300 rate=100 ttft=1");
        turns.keySet()
                .forEach(session -> harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK));

        harness.startWorker();
        first.close();

        turns.forEach((session, turn) -> assertThat(((ChatEvent.ChatComplete) harness.end(session, turn)).attempt())
                .as("no running answer starts again")
                .isEqualTo(1));
    }

    @Test
    void anAddedWorkerRestartsNoRunningAnswer() {
        harness.startWorker();
        Map<String, Long> turns = sessions(12, "tokens=600 rate=100 ttft=1");
        turns.keySet()
                .forEach(session -> harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK));

        harness.startWorker();

        turns.forEach((session, turn) -> assertThat(((ChatEvent.ChatComplete) harness.end(session, turn)).attempt())
                .isEqualTo(1));
        assertThat(turns.keySet().stream()
                        .flatMap(session -> harness.events(session).stream())
                        .filter(e -> e.head().keep()))
                .as("some partition moved while its answers ran")
                .isNotEmpty();
    }

    @Test
    void stopReachesAnAnswerThatRunsOnInAWorkerWhichGaveThePartitionAway() {
        ConfigurableApplicationContext first = harness.startWorker();
        Map<String, Long> turns = sessions(3, "tokens=10000 rate=100 ttft=1");
        turns.keySet()
                .forEach(session -> harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK));
        harness.startWorker();
        Thread closing = Thread.ofVirtual().start(first::close);
        turns.keySet()
                .forEach(session -> harness.awaitEvent(session, e -> e.head().keep()));

        turns.keySet()
                .forEach(
                        session -> harness.send(new ChatCommand.Cancel(session, null, "user-1", Instant.now()), false));

        turns.forEach((session, turn) -> {
            ChatEvent.ChatCancelled cancelled = (ChatEvent.ChatCancelled) harness.end(session, turn);
            assertThat(cancelled.attempt()).isEqualTo(1);
            assertThat(cancelled.partialResponse()).isEqualTo(harness.text(session, 1));
        });
        join(closing);
    }

    @Test
    void stopOfAnAnswerWhoseWorkerDiedKeepsWhatWasShown() {
        ConfigurableApplicationContext first = harness.startWorker("--chat.worker.drain=0s", "--chat.worker.lease=1s");
        Map<String, Long> turns = sessions(3, "tokens=10000 rate=100 ttft=1");
        turns.keySet()
                .forEach(session -> harness.awaitEvent(
                        session,
                        e -> e.head().type() == EventType.CHAT_CHUNK && e.head().seq() > 5));
        first.close();
        turns.keySet()
                .forEach(
                        session -> harness.send(new ChatCommand.Cancel(session, null, "user-1", Instant.now()), false));

        harness.startWorker("--chat.worker.lease=1s");

        turns.forEach((session, turn) -> {
            ChatEvent.ChatCancelled cancelled = (ChatEvent.ChatCancelled) harness.end(session, turn);
            assertThat(cancelled.attempt()).isEqualTo(2);
            assertThat(cancelled.ofAttempt()).isEqualTo(1);
            assertThat(cancelled.partialResponse()).isNotEmpty().isEqualTo(harness.text(session, 1));
        });
    }

    @Test
    void finishesEveryRunningAnswerOfAWorkerThatIsGone() {
        ConfigurableApplicationContext first = harness.startWorker("--chat.worker.drain=0s", "--chat.worker.lease=1s");
        Map<String, Long> turns = sessions(12, "tokens=300 rate=100 ttft=1");
        turns.keySet()
                .forEach(session -> harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK));

        harness.startWorker("--chat.worker.lease=1s");
        first.close();

        turns.forEach((session, turn) -> {
            ChatEvent.ChatComplete complete = (ChatEvent.ChatComplete) harness.end(session, turn);
            assertThat(harness.text(session, complete.attempt())).isEqualTo(complete.fullResponse());
            assertThat(complete.attempt()).isBetween(1, 3);
        });
        assertThat(turns.keySet())
                .as("at least one answer was cut")
                .anyMatch(session -> harness.state(session).attempt() > 1);
    }

    @Test
    void doesNotAskAModelAgainForWhatHasEnded() {
        ConfigurableApplicationContext first = harness.startWorker("--chat.worker.drain=0s", "--chat.worker.lease=1s");
        Map<String, Long> ended = sessions(6, "tokens=2 rate=1000 ttft=1");
        ended.forEach(harness::end);
        // One long answer per partition keeps the commit from passing it.
        Map<String, Long> running = sessions(9, "tokens=300 rate=100 ttft=1");
        running.keySet()
                .forEach(session -> harness.awaitEvent(session, e -> e.head().type() == EventType.CHAT_CHUNK));
        Map<String, Long> endedBehind = sessions(6, "tokens=2 rate=1000 ttft=1");
        endedBehind.forEach(harness::end);

        first.close();
        harness.startWorker("--chat.worker.lease=1s");

        running.forEach(harness::end);
        for (Map<String, Long> turns : List.of(ended, endedBehind)) {
            turns.forEach((session, turn) -> assertThat(harness.events(session))
                    .filteredOn(e -> e.head().type() == EventType.CHAT_STARTED)
                    .hasSize(1));
        }
    }

    @Test
    void answersWhatWasAcceptedBeforeAnyWorkerRan() {
        Map<String, Long> turns = sessions(6, "tokens=2 rate=1000 ttft=1");

        harness.startWorker();

        turns.forEach(
                (session, turn) -> assertThat(harness.end(session, turn)).isInstanceOf(ChatEvent.ChatComplete.class));
    }

    private Map<String, Long> sessions(int count, String text) {
        return IntStream.range(0, count)
                .mapToObj(i -> UUID.randomUUID().toString())
                .collect(Collectors.toMap(
                        session -> session,
                        session -> harness.send(message(session, "m1", text), true),
                        (a, b) -> a,
                        LinkedHashMap::new));
    }

    private static void join(Thread thread) {
        try {
            assertThat(thread.join(WorkerHarness.PATIENCE)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
