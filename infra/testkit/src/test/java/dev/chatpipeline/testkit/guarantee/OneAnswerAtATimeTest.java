package dev.chatpipeline.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.testkit.records.Turn;
import org.junit.jupiter.api.Test;

/** Every trace that {@link OneAnswerAtATime} forbids is caught by it. */
class OneAnswerAtATimeTest extends StoryTest {

    private final Guarantee g4 = new OneAnswerAtATime();

    @Test
    void twoAtATime() {
        Turn turn = story.asks("ann", "s1", "m2");
        story.events.removeLast();
        story.says(turn.started(1));
        assertBroken(g4, "while turns [0] have not ended");
    }

    @Test
    void outOfOrder() {
        Story other = new Story();
        other.asks("ann", "s1", "m1");
        Turn later = other.asks("ann", "s1", "m2");
        other.says(later.started(1));
        other.says(later.complete(1, 0, ""));
        assertThatThrownBy(() -> g4.check(other.observed()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("while turns [0] have not ended");
    }
}
