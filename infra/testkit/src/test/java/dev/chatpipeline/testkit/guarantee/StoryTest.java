package dev.chatpipeline.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Turn;

/** Starts from the story of one answer, which a test changes before it checks the guarantees. */
abstract class StoryTest {

    final Story story = Story.ofOneAnswer();
    final Turn turn = new Chat("s1").turn(0, "m1").by("A");
    final String answer = turn.answerId();

    /** Ann sees nothing from this event on. */
    final void cutAt(int index) {
        story.annSaw.subList(index, story.annSaw.size()).clear();
    }

    final void assertHolds() {
        Observation observed = story.observed();
        assertThat(Guarantees.all()).isNotEmpty().allSatisfy(guarantee -> guarantee.check(observed));
    }

    final void assertBroken(Guarantee guarantee, String how) {
        assertThatThrownBy(() -> guarantee.check(story.observed()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(how);
    }
}
