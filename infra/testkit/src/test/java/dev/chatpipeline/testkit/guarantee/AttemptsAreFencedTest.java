package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.testkit.records.Told;
import org.junit.jupiter.api.Test;

/** Every trace that {@link AttemptsAreFenced} forbids is caught by it. */
class AttemptsAreFencedTest extends StoryTest {

    private final Guarantee g5 = new AttemptsAreFenced();

    @Test
    void twoWorkersInOneAttempt() {
        story.events.removeLast();
        story.says(turn.by("B").chunk(1, 2, "c"));
        assertBroken(g5, "in attempt 1 of A");
    }

    @Test
    void shownAfterItWasSuperseded() {
        story.annSaw.removeLast();
        story.says(turn.by("B").started(2));
        story.annSaw.add(Told.of(story.events.getLast()));
        story.annSaw.add(story.annSaw.get(4));
        assertBroken(g5, "saw chat_chunk of attempt 1 after attempt 2");
    }

    @Test
    void shownAfterTheEnd() {
        story.annSaw.add(story.annSaw.get(4));
        assertBroken(g5, "saw chat_chunk of attempt 1 after attempt 1 had ended");
    }
}
