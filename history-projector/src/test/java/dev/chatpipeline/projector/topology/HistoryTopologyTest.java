package dev.chatpipeline.projector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.HistoryRecord.AnswerRow;
import dev.chatpipeline.contracts.HistoryRecord.Failure;
import dev.chatpipeline.contracts.HistoryRecord.MessageRow;
import dev.chatpipeline.contracts.HistoryRecord.Node;
import dev.chatpipeline.contracts.HistoryRecord.Origin;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.HistoryRecord.UserRow;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.projector.Chat;
import dev.chatpipeline.projector.Chat.Turn;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each kind of turn becomes. */
class HistoryTopologyTest {

    private static final String SESSION = "s";

    private final Folding folding = new Folding();
    private final Chat chat = new Chat(SESSION);

    @AfterEach
    void close() {
        folding.close();
    }

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
        // Its id was not used up.
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
    void whatCannotBeReadIsSkippedAndCounted() {
        RecordHeaders none = new RecordHeaders();
        folding.command("s", "{}".getBytes(UTF_8), none);
        folding.event("s", "{}".getBytes(UTF_8), none);
        folding.command(null, null, none);
        folding.event(null, null, none);
        var type = new RecordHeaders().add("type", "chat_message".getBytes(UTF_8));
        folding.command("s", "{not json".getBytes(UTF_8), type);
        folding.command("s", null, type);
        folding.command("a/b", "{}".getBytes(UTF_8), type);
        assertThat(folding.malformed()).isEqualTo(7);
        assertThat(folding.position()).isEqualTo(new Position(0, 4, 1));
        assertThat(answer(ask("m1")))
                .returns(MessageStatus.QUEUED, row -> row.progress().status());
    }

    @Test
    void anEventOfWhatIsNoIdIsFoldedAndWritesNoRow() {
        Turn turn = ask("m1");
        var rows = folding.rows();
        EventHead start = turn.started(1).head();
        EventHead strange = new EventHead(start.type(), start.turn(), start.attempt(), start.seq(), "a/b", start.by());
        long offset = folding.event(SESSION, ChatJson.write(turn.started(1).event()), strange.toHeaders());
        assertThat(folding.rows()).isEqualTo(rows);
        assertThat(folding.position()).isEqualTo(new Position(0, 0, offset));
    }

    @Test
    void aCommandForAnotherSessionThanItsKeyIsSkipped() {
        var command = chat.appends("m1");
        folding.command(
                "other", ChatJson.write(command), CommandHead.of(command, false).toHeaders());
        assertThat(folding.rows()).isEmpty();
        assertThat(folding.malformed()).isEqualTo(1);
    }

    @Test
    void aValueThatCannotBeReadCostsOnlyWhatItSaid() {
        byte[] broken = "{".getBytes(UTF_8);
        Turn turn = ask("m1");
        folding.event(SESSION, broken, turn.started(1).head().toHeaders());
        folding.event(SESSION, broken, turn.chunk(1, 0, "a").head().toHeaders());
        folding.pipe(turn.chunk(1, 1, "b"));
        folding.pipe(turn.complete(1, 2, "ab"));
        assertThat(proof(turn)).returns(2L, Proof::chunks).returns(false, Proof::verified);
        Turn next = ask("m2");
        folding.pipe(next.started(1));
        folding.event(SESSION, broken, next.complete(1, 0, "").head().toHeaders());
        assertThat(answer(next))
                .returns(MessageStatus.FAILED, row -> row.progress().status())
                .returns(
                        "internal",
                        row -> Objects.requireNonNull(row.progress().failure()).code());
        assertThat(folding.malformed()).isEqualTo(3);
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

    @Test
    void anEventWaitsForItsCommandAndThoseBehindItWithIt() {
        Turn first = chat.turn(0, "m1");
        Turn second = chat.turn(1, "m2");
        folding.pipe(second.introduced());
        folding.pipe(second.started(1));
        folding.event(SESSION, null, new RecordHeaders());
        folding.pipe(first.started(1));
        assertThat(folding.rows()).isEmpty();
        assertThat(folding.position()).isNull();
        folding.pipe(chat.appends("m1"));
        assertThat(folding.position()).isEqualTo(new Position(0, 0, -1));
        assertThat(answer(first))
                .returns(MessageStatus.QUEUED, row -> row.progress().status());
        folding.pipe(chat.appends("m2"));
        assertThat(folding.position()).isEqualTo(new Position(0, 1, 3));
        assertThat(folding.malformed()).isEqualTo(1);
        assertThat(answer(second))
                .returns(MessageStatus.RUNNING, row -> row.progress().status())
                .returns(1L, row -> Objects.requireNonNull(row.proof()).lastOffset());
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

    @Test
    void thePositionIsToldOnlyWhenItMoved() {
        assertThat(folding.position()).isNull();
        ask("m1");
        assertThat(folding.position()).isEqualTo(new Position(0, 0, -1));
        long records = folding.records();
        folding.position();
        assertThat(folding.records()).isEqualTo(records);
        folding.pipe(chat.cancel());
        assertThat(folding.position()).isEqualTo(new Position(0, 1, -1));
    }

    private Turn ask(String messageId) {
        return chat.turn(folding.pipe(chat.appends(messageId)), messageId);
    }

    private MessageRow row(String messageId) {
        MessageRow row = find(messageId);
        assertThat(row).as("row of %s", messageId).isNotNull();
        return row;
    }

    private AnswerRow answer(Turn turn) {
        return (AnswerRow) row(turn.answerId());
    }

    private @Nullable MessageRow find(String messageId) {
        return folding.row(SESSION, messageId);
    }

    private Proof proof(Turn turn) {
        Proof proof = answer(turn).proof();
        assertThat(proof).isNotNull();
        return proof;
    }
}
