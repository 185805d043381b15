package dev.chatpipeline.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Every trace that {@link OneAnswerAtATime} forbids is caught by it. */
class OneAnswerAtATimeTest extends StoryTest {

    private final Guarantee g4 = new OneAnswerAtATime();

    @Test
    void twoAtATime() {
        long turn = story.asks("ann", "s1", "m2", "Hi");
        story.events.removeLast();
        story.started("s1", "m2", turn, 1, "A");
        assertBroken(g4, "while turns [0] have not ended");
    }

    @Test
    void outOfOrder() {
        Story other = new Story();
        other.asks("ann", "s1", "m1", "Hi");
        long later = other.asks("ann", "s1", "m2", "Hi");
        other.started("s1", "m2", later, 1, "A");
        other.completed("s1", "m2", later, 1, "", 0, "A");
        assertThatThrownBy(() -> g4.check(other.observed()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("while turns [0] have not ended");
    }
}
