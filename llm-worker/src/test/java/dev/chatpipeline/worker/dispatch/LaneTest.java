package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.LaneStage.LEASE;
import static dev.chatpipeline.worker.dispatch.LaneStage.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rules for a session's turns on one worker, by example. {@link WorkerSimulationTest} tests them in all orders. */
class LaneTest {

    private final LaneStage stage = new LaneStage();

    @Test
    void nothingBeginsBeforeTheLogIsKnown() {
        stage.open("m1");
        assertThat(stage.written()).isEmpty();
        stage.ready();
        assertThat(stage.written()).hasToString("[user_message, chat_started 1]");
    }

    @Test
    void textIsHeldUntilTheStartIsReadBack() {
        stage.ready().open("m1");
        stage.model.says("hello");
        stage.land();
        assertThat(stage.written()).hasToString("[user_message, chat_started 1]");
        stage.land();
        assertThat(stage.written()).hasToString("[user_message, chat_started 1, chat_chunk 1]");
    }

    @Test
    void theEndWaitsUntilEveryChunkIsAcknowledged() {
        stage.ready().open("m1");
        stage.landAll();
        stage.model.says("hello");
        stage.model.completes();
        assertThat(stage.last()).hasToString("chat_chunk 1");
        stage.land();
        assertThat(stage.last()).hasToString("chat_complete 1");
    }

    @Test
    void theEndWaitsForTheUserMessage() {
        stage.ready().open("m1");
        stage.fail();
        stage.landAll();
        stage.model.completes();
        assertThat(stage.last()).hasToString("chat_started 1");
        stage.pass(RETRY);
        assertThat(stage.last()).hasToString("user_message");
        stage.land();
        assertThat(stage.last()).hasToString("chat_complete 1");
    }

    @Test
    void aRecordThatIsNotAcknowledgedEndsItsAttempt() {
        stage.ready().open("m1");
        stage.landAll();
        stage.model.says("hello");
        stage.fail();
        assertThat(stage.model.closed()).isEqualTo(1);
        stage.model.says("more");
        assertThat(stage.last()).hasToString("chat_chunk 1");
        stage.pass(RETRY);
        assertThat(stage.last()).hasToString("chat_started 2");
    }

    @Test
    void afterAFailureTheModelIsAskedOnlyOnceTheNextAttemptCounts() {
        stage.ready().open("m1");
        stage.landAll();
        stage.model.says("hello");
        stage.fail();
        stage.pass(RETRY);
        assertThat(stage.model.asked).hasSize(1);
        stage.landAll();
        assertThat(stage.model.asked).hasSize(2);
    }

    @Test
    void oneTurnRunsAtATimeAndTheNextSaysThatItWaits() {
        stage.ready().open("m1");
        stage.landAll();
        stage.send("m2");
        stage.landAll();
        assertThat(stage.last()).hasToString("chat_queued");
        stage.model.completes();
        stage.landAll();
        assertThat(stage.last().head().turn()).isEqualTo(1);
        assertThat(stage.last()).hasToString("chat_started 1");
    }

    @Test
    void aMessageSentAgainChangesNothing() {
        stage.ready().open("m1");
        stage.landAll();
        stage.send("m1", OnBusy.INTERRUPT);
        stage.landAll();
        assertThat(stage.written()).hasToString("[user_message, chat_started 1]");
        assertThat(stage.model.closed()).isZero();
    }

    @Test
    void aTurnThatIsCancelledWhileItWaitsEndsAtOnce() {
        stage.ready().open("m1");
        stage.landAll();
        stage.send("m2");
        stage.landAll();
        stage.cancel("m2");
        assertThat(stage.last()).hasToString("chat_cancelled");
        assertThat(stage.model.closed()).isZero();
    }

    @Test
    void aRunningAnswerThatIsCancelledKeepsWhatWasShown() {
        stage.ready().open("m1");
        stage.landAll();
        stage.model.says("hello");
        stage.cancel("m1");
        assertThat(stage.model.closed()).isEqualTo(1);
        stage.landAll();
        assertThat(stage.last().event()).isInstanceOfSatisfying(ChatEvent.ChatCancelled.class, end -> {
            assertThat(end.partialResponse()).isEqualTo("hello");
            assertThat(end.chunks()).isEqualTo(1);
        });
    }

    @Test
    void aCancelThatComesAfterTheModelsLastWordChangesNothing() {
        stage.ready().open("m1");
        stage.model.says("hello");
        stage.model.completes();
        stage.cancel("m1");
        stage.landAll();
        assertThat(stage.last().event())
                .isInstanceOfSatisfying(
                        ChatEvent.ChatComplete.class,
                        end -> assertThat(end.fullResponse()).isEqualTo("hello"));
    }

    @Test
    void anInterruptCancelsWhatRunsBeforeIt() {
        stage.ready().open("m1");
        stage.landAll();
        stage.send("m2", OnBusy.INTERRUPT);
        stage.landAll();
        assertThat(stage.written().stream().filter(e -> e.head().turn() == 0).reduce((a, b) -> b))
                .hasToString("Optional[chat_cancelled 1]");
        assertThat(stage.last()).hasToString("chat_started 1");
    }

    @Test
    void aBusySessionRejectsWhatAsksForIt() {
        stage.ready().open("m1");
        stage.landAll();
        stage.send("m2", OnBusy.REJECT);
        stage.landAll();
        assertThat(stage.last().event())
                .isInstanceOfSatisfying(
                        ChatEvent.ChatError.class, end -> assertThat(end.code()).isEqualTo("session_busy"));
    }

    @Test
    void aModelThatNeverEndsIsGivenUp() {
        stage.ready().open("m1");
        stage.landAll();
        for (Duration passed = Duration.ZERO; passed.compareTo(LaneStage.STALL) < 0; passed = passed.plus(LEASE)) {
            stage.pass(LEASE);
            stage.landAll();
        }
        assertThat(stage.written()).anyMatch(e -> e.toString().equals("chat_heartbeat 1"));
        assertThat(stage.last().event())
                .isInstanceOfSatisfying(
                        ChatEvent.ChatError.class, end -> assertThat(end.code()).isEqualTo("provider_stalled"));
    }

    @Test
    void anAnswerThatIsTooLongIsCut() {
        stage.ready().open("m1");
        stage.landAll();
        stage.model.says("x".repeat(LaneStage.MAX_ANSWER_BYTES));
        stage.model.says("y");
        stage.landAll();
        assertThat(stage.last().event()).isInstanceOfSatisfying(ChatEvent.ChatError.class, end -> {
            assertThat(end.code()).isEqualTo("answer_too_long");
            assertThat(end.partialResponse()).hasSize(LaneStage.MAX_ANSWER_BYTES);
        });
    }
}
