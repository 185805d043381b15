package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TurnStateTest {

    @ParameterizedTest
    @EnumSource
    void whatHasEndedStaysEnded(TurnState state) {
        if (state.isEnd()) {
            assertThat(TurnState.values()).noneMatch(state::canBecome);
        } else {
            assertThat(state.canBecome(TurnState.CANCELLED)).isTrue();
            assertThat(state.canBecome(TurnState.QUEUED)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CHAT_COMPLETE, 1, RUNNING, COMPLETE",
        "CHAT_CANCELLED, 2, RUNNING, CANCELLED",
        "CHAT_CANCELLED, 0, QUEUED, CANCELLED",
        "ERROR, 1, RUNNING, FAILED",
        "ERROR, 0, QUEUED, REJECTED"
    })
    void anEndSaysWhichWayATurnWent(EventType end, int attempt, TurnState before, TurnState after) {
        assertThat(TurnState.after(end, attempt)).isEqualTo(after);
        assertThat(before.canBecome(after)).isTrue();
    }

    @Test
    void aChunkEndsNothing() {
        assertThatThrownBy(() -> TurnState.after(EventType.CHAT_CHUNK, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("end: chat_chunk (expected: an end)");
    }
}
