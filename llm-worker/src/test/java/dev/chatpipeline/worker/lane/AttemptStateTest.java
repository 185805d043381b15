package dev.chatpipeline.worker.lane;

import static dev.chatpipeline.worker.lane.AttemptState.ABANDONED;
import static dev.chatpipeline.worker.lane.AttemptState.ANNOUNCED;
import static dev.chatpipeline.worker.lane.AttemptState.ENDED;
import static dev.chatpipeline.worker.lane.AttemptState.ENDED_UNCONFIRMED;
import static dev.chatpipeline.worker.lane.AttemptState.ENDING;
import static dev.chatpipeline.worker.lane.AttemptState.END_WRITTEN;
import static dev.chatpipeline.worker.lane.AttemptState.STREAMING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptStateTest {

    @Test
    void anAnswerStreamsAndEnds() {
        assertThat(ANNOUNCED.to(STREAMING).to(ENDING).to(END_WRITTEN).to(ENDED)).isEqualTo(ENDED);
    }

    @Test
    void aModelMayBeDoneBeforeTheStartIsReadBack() {
        assertThat(ANNOUNCED.to(ENDED_UNCONFIRMED).to(ENDING)).isEqualTo(ENDING);
    }

    @Test
    void anEndIsNotWrittenBeforeTheStartIsReadBack() {
        assertThatThrownBy(() -> ENDED_UNCONFIRMED.to(END_WRITTEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("attempt: ENDED_UNCONFIRMED to END_WRITTEN (expected: one of [ENDING, ABANDONED])");
    }

    @ParameterizedTest
    @EnumSource(
            value = AttemptState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ENDED", "ABANDONED"})
    void anAttemptMayBeAbandonedUntilItIsOver(AttemptState state) {
        assertThat(state.to(ABANDONED).isOver()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(AttemptState.class)
    void nothingFollowsTheEnd(AttemptState next) {
        assertThatThrownBy(() -> ENDED.to(next)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ABANDONED.to(next)).isInstanceOf(IllegalStateException.class);
    }
}
