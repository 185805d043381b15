package dev.chatpipeline.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Turn;
import org.junit.jupiter.api.Test;

/** The messages of a session and their parents. */
class SessionTreeTest extends FoldingTest {

    @Test
    void messagesFormATree() {
        Turn first = ask("m1");
        ask("m2");
        folding.pipe(chat.under("m1", "m3"));
        folding.pipe(chat.under(null, "m4"));
        long offset = folding.pipe(chat.regenerate(first.answerId(), "r1"));
        ask("m5");
        assertThat(row("m2").node().parentId()).isEqualTo(first.answerId());
        assertThat(row("m3").node().parentId()).isEqualTo("m1");
        assertThat(row("m4").node().parentId()).isNull();
        assertThat(answer(chat.again(offset, "m1", "r1")).node().parentId()).isEqualTo("m1");
        assertThat(row("m5").node().parentId()).isEqualTo(Ids.answerId(SESSION, "r1"));
        assertThat(find("r1")).isNull();
    }

    @Test
    void aResendChangesNothing() {
        Turn turn = ask("m1");
        folding.pipe(turn.started(1));
        folding.pipe(turn.complete(1, 0, ""));
        var before = folding.rows();
        folding.pipe(chat.under("m1", "m1"));
        assertThat(folding.rows()).isEqualTo(before);
    }

    @Test
    void anUnknownParentMakesNoRow() {
        long offset = folding.pipe(chat.under("nowhere", "m1"));
        assertThat(folding.rows()).isEmpty();
        Turn refused = chat.turn(offset, "m1");
        folding.pipe(refused.failed(0, FailureCode.UNKNOWN_PARENT, 0, null));
        assertThat(folding.rows()).isEmpty();
        // Its id is still free.
        Turn turn = ask("m1");
        assertThat(row("m1"))
                .returns(turn.offset(), row -> row.origin().turn())
                .returns(null, row -> row.node().parentId());
    }

    @Test
    void aDeletionErasesWhatWasSaidBeforeIt() {
        Turn running = ask("m1");
        Turn waiting = ask("m2");
        folding.pipe(running.started(1));
        folding.pipe(chat.delete());
        assertThat(folding.rows()).isEmpty();
        folding.pipe(running.cancelled(1, null, 0, ""));
        folding.pipe(waiting.cancelled(0, null, 0, ""));
        assertThat(folding.rows()).isEmpty();
        ask("m1");
        assertThat(row("m1").node().parentId()).isNull();
    }

    @Test
    void sessionsWhoseNamesBeginAlikeAreApart() {
        Chat other = new Chat(SESSION + "-2");
        folding.pipe(other.appends("m1"));
        ask("m1");
        folding.pipe(chat.delete());
        assertThat(folding.row(other.sessionId(), "m1")).isNotNull();
    }

    @Test
    void anEndOfATurnThatLostItsIdWritesNothing() {
        Turn deleted = ask("m1");
        folding.pipe(chat.delete());
        Turn again = ask("m1");
        folding.pipe(deleted.failed(0, FailureCode.SESSION_BUSY, 0, null));
        assertThat(answer(again))
                .returns(again.offset(), row -> row.origin().turn())
                .returns(MessageStatus.QUEUED, row -> row.progress().status());
    }
}
