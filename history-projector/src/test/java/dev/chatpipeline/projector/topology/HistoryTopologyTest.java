package dev.chatpipeline.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Failure;
import dev.chatpipeline.contracts.HistoryRecord.Node;
import dev.chatpipeline.contracts.HistoryRecord.Origin;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Turn;
import org.junit.jupiter.api.Test;

/** The rows of each kind of turn. */
class HistoryTopologyTest extends FoldingTest {

    @Test
    void aMessageWaitsThenRunsThenIsAnswered() {
        Turn turn = ask("m1");
        assertThat(row("m1"))
                .isEqualTo(new UserRow(
                        new Node(SESSION, "m1", null),
                        new Origin(0, 0, Chat.WORKSPACE),
                        Chat.USER,
                        "text of m1",
                        Chat.NOON));
        assertThat(answer(turn))
                .returns(MessageStatus.QUEUED, row -> row.progress().status())
                .returns("m1", row -> row.node().parentId());
        folding.pipe(turn.introduced());
        long first = folding.pipe(turn.started(1));
        assertThat(answer(turn))
                .returns(MessageStatus.RUNNING, row -> row.progress().status())
                .returns("", row -> row.progress().content())
                .returns("model-1", row -> row.generation().model())
                .returns(Proof.running(first, first), AnswerRow::proof);
        folding.pipe(turn.chunk(1, 0, "Grüß "));
        folding.pipe(turn.chunk(1, 1, "Gott"));
        long last = folding.pipe(turn.complete(1, 2, "Grüß Gott"));
        assertThat(answer(turn))
                .returns(MessageStatus.COMPLETE, row -> row.progress().status())
                .returns("Grüß Gott", row -> row.progress().content())
                .returns("stop", row -> row.generation().finishReason())
                .returns(5L, row -> row.generation().ttftMs())
                .returns(6L, row -> row.generation().durationMs())
                .returns(Chat.NOON.plusSeconds(1), row -> row.times().createdAt())
                .returns(Chat.NOON.plusSeconds(60), row -> row.times().finishedAt())
                .returns(new Proof(first, last, 2L, ChunkDigest.of("Grüß Gott"), true), AnswerRow::proof);
    }

    @Test
    void aTextThatIsNotTheChunksIsNotVerified() {
        Turn turn = ask("m1");
        folding.pipe(turn.started(1));
        folding.pipe(turn.chunk(1, 0, "one"));
        folding.pipe(turn.complete(1, 1, "two"));
        assertThat(proof(turn)).returns(false, Proof::verified).returns(ChunkDigest.of("one"), Proof::digest);
    }

    @Test
    void aTakeoverCountsFromItsOwnStart() {
        Turn turn = ask("m1");
        long first = folding.pipe(turn.started(1));
        folding.pipe(turn.chunk(1, 0, "lost"));
        folding.pipe(turn.started(2));
        folding.pipe(turn.chunk(2, 0, "kept"));
        folding.pipe(turn.chunk(1, 1, " late"));
        folding.pipe(turn.complete(2, 1, "kept"));
        folding.pipe(turn.complete(1, 2, "lost late"));
        assertThat(answer(turn))
                .returns("kept", row -> row.progress().content())
                .returns(2, row -> row.progress().attempt())
                .returns("model-2", row -> row.generation().model())
                .returns(Chat.NOON.plusSeconds(2), row -> row.times().createdAt());
        assertThat(proof(turn))
                .returns(first, Proof::firstOffset)
                .returns(1L, Proof::chunks)
                .returns(true, Proof::verified);
    }

    @Test
    void aCancelledTakeoverKeepsWhatWasShown() {
        Turn turn = ask("m1");
        folding.pipe(turn.started(1));
        folding.pipe(turn.chunk(1, 0, "shown"));
        folding.pipe(turn.started(2));
        folding.pipe(turn.cancelled(2, 1, 1, "shown"));
        assertThat(answer(turn))
                .returns(MessageStatus.CANCELLED, row -> row.progress().status())
                .returns("shown", row -> row.progress().content());
        assertThat(proof(turn)).returns(1L, Proof::chunks).returns(true, Proof::verified);
    }

    @Test
    void anErrorKeepsItsPartial() {
        Turn turn = ask("m1");
        folding.pipe(turn.started(1));
        folding.pipe(turn.chunk(1, 0, "half"));
        folding.pipe(turn.failed(1, FailureCode.STREAM_CUT, 1, "half"));
        assertThat(answer(turn))
                .returns(MessageStatus.FAILED, row -> row.progress().status())
                .returns("half", row -> row.progress().content())
                .returns("simulated", row -> row.generation().provider())
                .returns(
                        new Failure("llm_error", "stream_cut", "It went wrong.", true),
                        row -> row.progress().failure());
        assertThat(proof(turn)).returns(true, Proof::verified);
    }

    @Test
    void aTurnMayEndBeforeItStarts() {
        Turn running = ask("m1");
        Turn cancelled = ask("m2");
        Turn rejected = ask("m3");
        Turn poisoned = ask("m4");
        folding.pipe(running.started(1));
        folding.pipe(cancelled.cancelled(0, null, 0, ""));
        folding.pipe(rejected.failed(0, FailureCode.SESSION_BUSY, 0, null));
        folding.pipe(poisoned.failed(0, FailureCode.POISON_COMMAND, 0, null));
        assertThat(answer(running))
                .returns(MessageStatus.RUNNING, row -> row.progress().status());
        assertThat(answer(cancelled))
                .returns(MessageStatus.CANCELLED, row -> row.progress().status());
        assertThat(answer(rejected))
                .returns(MessageStatus.REJECTED, row -> row.progress().status());
        assertThat(answer(poisoned))
                .returns(MessageStatus.FAILED, row -> row.progress().status())
                .returns(0, row -> row.progress().attempt())
                .returns("m4", row -> row.node().parentId())
                .returns(Chat.NOON.plusSeconds(60), row -> row.times().createdAt());
        folding.pipe(running.chunk(1, 0, "x"));
        folding.pipe(running.complete(1, 1, "x"));
        assertThat(proof(running)).returns(true, Proof::verified);
    }

    @Test
    void textThatPostgresCannotHoldIsReplacedAndNotVerified() {
        Turn turn = ask("m1");
        folding.pipe(turn.started(1));
        folding.pipe(turn.chunk(1, 0, "a\0b"));
        folding.pipe(turn.complete(1, 1, "a\0b"));
        assertThat(answer(turn).progress().content()).isEqualTo("a\uFFFDb");
        assertThat(proof(turn)).returns(false, Proof::verified);
    }
}
