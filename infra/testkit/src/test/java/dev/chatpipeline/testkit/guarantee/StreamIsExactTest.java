package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.MessageStatus;
import org.junit.jupiter.api.Test;

/** Every trace that {@link StreamIsExact} forbids is caught by it. */
class StreamIsExactTest extends StoryTest {

    private final Guarantee g2 = new StreamIsExact();

    @Test
    void aGap() {
        story.events.remove(2);
        assertBroken(g2, "says 'ab', its chunks ''");
    }

    @Test
    void anEndThatForgets() {
        story.events.removeLast();
        story.says(turn.complete(1, 2, "a"));
        assertBroken(g2, "says 'a', its chunks 'ab'");
    }

    @Test
    void anEndThatCountsWrong() {
        story.events.removeLast();
        story.says(turn.complete(1, 3, "ab"));
        assertBroken(g2, "says 3 chunks (expected: 2)");
    }

    @Test
    void aMixtureOfAttempts() {
        story.events.removeLast();
        story.says(turn.by("B").started(2));
        story.says(turn.by("B").chunk(2, 0, "c"));
        story.says(turn.by("B").complete(2, 1, "abc"));
        assertBroken(g2, "says 'abc', its chunks 'c'");
    }

    @Test
    void aRowThatSaysSomethingElse() {
        story.rows.removeLast();
        story.answerRow(turn, MessageStatus.COMPLETE, 1, 2, "xy");
        assertBroken(g2, "the row says 'xy', not 'ab'");
    }

    @Test
    void noRow() {
        story.rows.removeLast();
        assertBroken(g2, "has no row");
    }

    @Test
    void aClientThatMissedAChunk() {
        story.annSaw.remove(4);
        assertBroken(g2, "G2: ann's tab saw 'b' of answer " + answer + ", its end says 'ab'");
    }
}
