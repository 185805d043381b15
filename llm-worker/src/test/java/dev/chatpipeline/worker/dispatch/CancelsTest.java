package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelsTest {

    private final Cancels cancels = new Cancels();

    @Test
    void touchesOnlyEarlierTurnsOfItsSession() {
        cancels.add("s", new Cancels.Cancel(10, null, "u"));
        assertThat(cancels.touching("s", 9, "a")).isNotNull();
        assertThat(cancels.touching("s", 11, "a")).isNull();
        assertThat(cancels.touching("t", 9, "a")).isNull();
    }

    @Test
    void touchesOnlyTheAnswerItNames() {
        cancels.add("s", new Cancels.Cancel(10, "a", "u"));
        assertThat(cancels.touching("s", 9, "a")).isNotNull();
        assertThat(cancels.touching("s", 9, "b")).isNull();
    }

    @Test
    void isKeptUntilTheCommittedOffsetPassesIt() {
        cancels.add("s", new Cancels.Cancel(10, null, "u"));
        cancels.forgetBelow(10);
        assertThat(cancels.touching("s", 9, "a")).isNotNull();
        cancels.forgetBelow(11);
        assertThat(cancels.touching("s", 9, "a")).isNull();
    }
}
