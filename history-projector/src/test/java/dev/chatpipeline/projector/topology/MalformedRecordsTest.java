package dev.chatpipeline.projector.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.contracts.CommandHead;
import dev.chatpipeline.contracts.EventHead;
import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.HistoryRecord.Proof;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.records.Turn;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** A record that cannot be read affects nothing else. */
class MalformedRecordsTest extends FoldingTest {

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
}
