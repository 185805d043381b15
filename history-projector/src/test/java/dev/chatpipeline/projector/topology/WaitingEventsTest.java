package dev.chatpipeline.projector.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.HistoryRecord.Position;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.records.Turn;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Events are pending until their command has been folded, and positions do not pass them. */
class WaitingEventsTest extends FoldingTest {

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
}
