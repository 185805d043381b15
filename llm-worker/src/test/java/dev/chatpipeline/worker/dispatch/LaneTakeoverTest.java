package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.LaneStage.LEASE;
import static dev.chatpipeline.worker.dispatch.LaneStage.RETRY;
import static dev.chatpipeline.worker.dispatch.LaneStage.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.testkit.records.Said;
import dev.chatpipeline.testkit.records.Turn;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a worker does with other workers' turns, and with its own when its partition moves to another worker. */
class LaneTakeoverTest {

    private final LaneStage stage = new LaneStage();

    @Test
    void aStartThatDoesNotCountIsTriedAgainWithAHigherNumber() {
        long turn = stage.ready().open("m1");
        stage.append(elsewhere(turn, "m1", "other").started(1));
        stage.landAll();
        stage.pass(RETRY);
        assertThat(stage.last()).hasToString("chat_started 2");
    }

    @Test
    void whoIsOvertakenWaitsUntilTheOtherShowsNoLifeForTheLease() {
        Turn other = elsewhere(stage.ready().open("m1"), "m1", "other");
        stage.landAll();
        stage.append(other.started(2));
        stage.pass(LEASE.dividedBy(2));
        stage.append(other.chunk(2, 0, "x"));
        stage.pass(LEASE.dividedBy(2));
        assertThat(stage.last()).hasToString("chat_started 1");
        stage.pass(LEASE);
        assertThat(stage.last()).hasToString("chat_started 3");
    }

    @Test
    void cancellingATurnThatADeadWorkerLeftOpenKeepsItsPartialAnswer() {
        Turn dead = elsewhere(stage.open("m1"), "m1", "dead");
        stage.append(dead.started(1));
        stage.append(dead.chunk(1, 0, "par"));
        stage.append(dead.chunk(1, 1, "tial"));
        stage.cancel("m1");
        stage.ready();
        stage.readRows();
        stage.landAll();
        assertThat(stage.model.asked).isEmpty();
        assertThat(stage.last().event()).isInstanceOfSatisfying(ChatEvent.ChatCancelled.class, end -> {
            assertThat(end.attempt()).isEqualTo(2);
            assertThat(end.ofAttempt()).isEqualTo(1);
            assertThat(end.partialResponse()).isEqualTo("partial");
        });
    }

    @Test
    void aTurnThatKillsItsWorkersEndsAsPoison() {
        long turn = stage.open("m1");
        for (int attempt = 1; attempt <= 4; attempt++) {
            Said started = elsewhere(turn, "m1", "dead" + attempt).started(attempt);
            stage.append(attempt > 2 ? started.alone() : started);
        }
        stage.ready();
        stage.readRows();
        stage.landAll();
        assertThat(stage.model.asked).isEmpty();
        assertThat(stage.last().event())
                .isInstanceOfSatisfying(
                        ChatEvent.ChatError.class, end -> assertThat(end.code()).isEqualTo("poison_command"));
    }

    @Test
    void aTurnOnWhichTwoWorkersDiedRunsAloneAndAsksNothingBeforeItCounts() {
        long turn = stage.open("m1");
        stage.append(elsewhere(turn, "m1", "dead1").started(1));
        stage.append(elsewhere(turn, "m1", "dead2").started(2));
        stage.ready();
        stage.readRows();
        assertThat(stage.last().head().alone()).isTrue();
        assertThat(stage.model.asked).isEmpty();
        stage.landAll();
        assertThat(stage.model.asked).hasSize(1);
    }

    @Test
    void aKeptAnswerOfAnotherWorkerIsLeftAloneForTheLease() {
        Turn other = elsewhere(stage.open("m1"), "m1", "other");
        stage.append(other.started(1));
        stage.append(other.heartbeat(1).kept());
        stage.ready();
        stage.readRows();
        stage.pass(LEASE.minus(RETRY).minusMillis(1));
        assertThat(stage.written()).noneMatch(e -> e.toString().startsWith("chat_started"));
        stage.pass(Duration.ofMillis(1));
        assertThat(stage.last()).hasToString("chat_started 2");
    }

    @Test
    void afterAHandOverTheRunningAnswerGoesOnAndNothingElseBegins() {
        stage.ready().open("m1");
        stage.landAll();
        stage.send("m2");
        stage.landAll();
        AtomicBoolean drained = new AtomicBoolean();
        var kept = stage.partition.handOver(() -> drained.set(true));
        assertThat(stage.last().head().keep()).isTrue();
        assertThat(kept).isNotDone();
        stage.landAll();
        assertThat(kept).isDone();
        stage.model.says("hello");
        stage.model.completes();
        stage.landAll();
        assertThat(stage.last()).hasToString("chat_complete 1");
        assertThat(drained).isTrue();
    }

    @Test
    void aLostPartitionIsWrittenNoMore() {
        stage.ready().open("m1");
        stage.landAll();
        stage.partition.lose();
        stage.model.says("hello");
        stage.model.completes();
        assertThat(stage.last()).hasToString("chat_started 1");
        assertThat(stage.model.closed()).isEqualTo(1);
    }
}
