package dev.chatpipeline.worker.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CancelsTest {

    private final Cancels cancels = new Cancels();

    @Test
    void concernsOnlyEarlierTurnsOfItsSession() {
        cancels.add("s", new Cancels.Cancel(10, null, "u", null));
        assertThat(cancels.of("s", 9, "a", id -> true)).isNotNull();
        assertThat(cancels.of("s", 11, "a", id -> true)).isNull();
        assertThat(cancels.of("t", 9, "a", id -> true)).isNull();
    }

    @Test
    void concernsOnlyTheAnswerItNames() {
        cancels.add("s", new Cancels.Cancel(10, "a", "u", null));
        assertThat(cancels.of("s", 9, "a", id -> true)).isNotNull();
        assertThat(cancels.of("s", 9, "b", id -> true)).isNull();
    }

    @Test
    void isKeptUntilTheCommittedOffsetPassesIt() {
        cancels.add("s", new Cancels.Cancel(10, null, "u", null));
        cancels.forgetBelow(10);
        assertThat(cancels.of("s", 9, "a", id -> true)).isNotNull();
        cancels.forgetBelow(11);
        assertThat(cancels.of("s", 9, "a", id -> true)).isNull();
    }

    @Test
    void aMessageInterruptsUnlessItWasSentAgain() {
        cancels.add("s", new Cancels.Cancel(10, null, "u", "m"));
        assertThat(cancels.of("s", 9, "a", id -> true)).isNotNull();
        assertThat(cancels.of("s", 9, "a", id -> false)).isNull();
        cancels.decide(10, false);
        assertThat(cancels.of("s", 9, "a", id -> true)).isNull();
        cancels.decide(10, true);
        assertThat(cancels.of("s", 9, "a", id -> false)).isNotNull();
    }
}
