package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.records.Told;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Every trace that {@link OnceAtTheClient} forbids is caught by it. */
class OnceAtTheClientTest extends StoryTest {

    private final Guarantee g3 = new OnceAtTheClient();

    @Test
    void aGap() {
        story.annSaw.remove(4);
        assertBroken(g3, "G3: ann's tab saw the event 3 of session s1 (expected: 2)");
    }

    @Test
    void aGapAtOnce() {
        story.annSaw.remove(2);
        assertBroken(g3, "saw the event 1 of session s1 (expected: 0)");
    }

    @Test
    void aRowAndAnEvent() {
        story.annSaw.set(1, Told.joined("s1", 0, new SessionState(-1, 0, 0, false, 0, Collections.emptySortedSet())));
        assertBroken(g3, "saw the event 0 of session s1 (expected: 1)");
    }

    @Test
    void aRepeat() {
        story.annSaw.add(5, story.annSaw.get(4));
        assertBroken(g3, "saw the event 2 of session s1 (expected: 3)");
    }

    @Test
    void outOfOrder() {
        Collections.swap(story.annSaw, 4, 5);
        assertBroken(g3, "saw the event 3 of session s1 (expected: 2)");
    }

    @Test
    void lostWhileToldThatNothingWas() {
        story.annSaw.set(4, Told.connect(true));
        assertBroken(g3, "saw the event 3 of session s1 (expected: 2)");
    }

    @Test
    void repeatedWhileToldToGoOn() {
        story.annSaw.add(5, Told.connect(true));
        story.annSaw.add(6, story.annSaw.get(4));
        assertBroken(g3, "saw the event 2 of session s1 (expected: 3)");
    }

    @Test
    void goesOnAlthoughToldThatItMissedSomething() {
        story.annSaw.add(5, Told.connect(false));
        assertBroken(g3, "unjoined");
    }

    @Test
    void afterItLeft() {
        story.annSaw.add(5, Told.left("s1"));
        assertBroken(g3, "unjoined");
    }

    @Test
    void notJoined() {
        story.annSaw.remove(1);
        assertBroken(g3, "unjoined");
    }

    @Test
    void silence() {
        cutAt(5);
        assertBroken(g3, "ann's tab saw nothing of session s1 from chat_chunk of turn 0, attempt 1 by A at 0@3 on");
    }

    @Test
    void silenceAfterToldThatNothingWasLost() {
        cutAt(2);
        story.annSaw.add(Told.connect(true));
        assertBroken(g3, "saw nothing of session s1 from user_message");
    }

    @Test
    void silenceOfAServerThatHungUp() {
        cutAt(5);
        story.annSaw.add(Told.event("disconnect", "{\"reason\":\"io server disconnect\"}"));
        assertBroken(g3, "saw nothing of session s1");
    }

    @Test
    void joinedWithoutAPosition() {
        story.annSaw.set(1, Told.withPosition(story.annSaw.get(1), "s2", 0));
        assertBroken(g3, "saw no position of s1");
    }

    @Test
    void aCursorThatForgetsASession() {
        story.annSaw.set(4, Told.withPosition(story.annSaw.get(4), "s2", 3));
        assertBroken(g3, "names [s2] (expected: [s1])");
    }

    @Test
    void aCursorThatWouldRepeat() {
        story.annSaw.set(4, Told.withPosition(story.annSaw.get(4), "s1", 2));
        assertBroken(g3, "(expected: after chat_chunk");
    }

    @Test
    void aCursorThatWouldLose() {
        story.annSaw.set(4, Told.withPosition(story.annSaw.get(4), "s1", 4));
        assertBroken(g3, "not after chat_chunk");
    }

    @Test
    void somethingThatDoesNotCount() {
        story.says(turn.by("Z").chunk(1, 7, "zombie"));
        story.annSaw.add(Told.of(story.events.getLast()));
        assertBroken(g3, "saw what does not count");
    }

    @Test
    void anEventWithoutCursor() {
        var last = story.annSaw.removeLast();
        story.annSaw.add(new ClientLog.Seen(last.event(), last.payload(), null, false));
        assertBroken(g3, "saw no cursor behind chat_complete");
    }
}
