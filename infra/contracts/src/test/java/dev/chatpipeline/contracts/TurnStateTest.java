package dev.chatpipeline.contracts;

import static dev.chatpipeline.contracts.TurnState.CANCELLED;
import static dev.chatpipeline.contracts.TurnState.COMPLETE;
import static dev.chatpipeline.contracts.TurnState.FAILED;
import static dev.chatpipeline.contracts.TurnState.QUEUED;
import static dev.chatpipeline.contracts.TurnState.REJECTED;
import static dev.chatpipeline.contracts.TurnState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TurnStateTest {

    @Test
    void theStepsAreThese() {
        assertThat(after(QUEUED)).containsExactly(RUNNING, CANCELLED, FAILED, REJECTED);
        assertThat(after(RUNNING)).containsExactly(RUNNING, COMPLETE, CANCELLED, FAILED);
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETE", "CANCELLED", "FAILED", "REJECTED"})
    void whatHasEndedStaysEnded(TurnState end) {
        assertThat(end.isEnd()).isTrue();
        assertThat(after(end)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aStateIsFoundByItsWireName(TurnState state) {
        assertThat(TurnState.of(state.wire())).isSameAs(state);
    }

    private static List<TurnState> after(TurnState state) {
        return Arrays.stream(TurnState.values()).filter(state::canBecome).toList();
    }
}
