package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import org.junit.jupiter.api.Test;

/** Every trace that {@link AcceptedIsDurable} forbids is caught by it. */
class AcceptedIsDurableTest extends StoryTest {

    private final Guarantee g1 = new AcceptedIsDurable();

    @Test
    void acknowledgedBeforeItWasDurable() {
        story.annSent.add(new Sent("s1", "m9", "Hi", Story.accepted("s1", "m9")));
        assertBroken(g1, "G1: s1/m9 was accepted and is not in the log");
    }

    @Test
    void neverEnded() {
        story.events.removeLast();
        assertBroken(g1, "G1: turn 0 of session s1 has ends []");
    }

    @Test
    void anotherAnswerIdAtTheSecondTry() {
        story.annSent.add(new Sent("s1", "m1", "Hi", new Ack.Accepted("s1", "m1", "other")));
        assertBroken(g1, "G1: s1/m1 was accepted with answer id other");
    }

    @Test
    void somethingElseThanWasSaid() {
        story.annSent.clear();
        story.annSent.add(new Sent("s1", "m1", "Bye", Story.accepted("s1", "m1")));
        assertBroken(g1, "G1: s1/m1 is in the log as ");
    }

    @Test
    void refusedAndYetDone() {
        story.annSent.clear();
        story.annSent.add(new Sent("s1", "m1", "Hi", new Ack.Rejected("message_too_long")));
        assertBroken(g1, "G1: s1/m1 was rejected as message_too_long and is in the log");
    }
}
