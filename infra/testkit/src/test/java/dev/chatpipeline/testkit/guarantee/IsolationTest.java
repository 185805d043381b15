package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.records.Chat;
import dev.chatpipeline.testkit.records.Told;
import org.junit.jupiter.api.Test;

/** Every trace that {@link Isolation} forbids is caught by it. */
class IsolationTest extends StoryTest {

    private final Guarantee g7 = new Isolation();

    @Test
    void bobWritesIntoAnnsSession() {
        story.asks("bob", "s1", "m2");
        assertBroken(g7, "G7: bob wrote into session s1 of ann");
    }

    @Test
    void bobIsLetIntoAnnsSession() {
        story.bobSent.add(new Sent("s1", "m1", "Hi", Story.accepted("s1", "m1")));
        assertBroken(g7, "G7: bob's tab of bob was let into session s1");
    }

    @Test
    void bobSeesAnnsAnswer() {
        story.bobSaw.add(story.annSaw.getLast());
        assertBroken(g7, "G7: bob's tab of bob saw");
    }

    @Test
    void bobIsShownAnnsHistory() {
        story.bobSaw.add(Told.event("ack", "{\"status\":\"ok\",\"messages\":[{\"session_id\":\"s1\"}]}"));
        assertBroken(g7, "G7: bob's tab of bob saw");
    }

    @Test
    void anEventOfAnothersTurn() {
        story.asks("bob", "s2", "m1");
        story.says(new Chat("s2").turn(0, "m1").started(1));
        assertBroken(g7, "is of session s2, its command of s1");
    }

    @Test
    void aRowFromNowhere() {
        story.userRow(new Chat("s2").turn(0, "m1"), null, "bob");
        assertBroken(g7, "G7: row s2/m1 comes from no command of its session");
    }
}
