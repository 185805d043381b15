package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.MessageStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every trace that {@link HistoryIsAFunctionOfTheLog} forbids is caught by it. */
class HistoryIsAFunctionOfTheLogTest extends StoryTest {

    private final Guarantee g6 = new HistoryIsAFunctionOfTheLog();

    @Test
    void aLostEnd() {
        story.rows.removeLast();
        story.answerRow("s1", "m1", "", MessageStatus.RUNNING, 0, 1, 0, null, null);
        assertBroken(g6, "G6: row s1/" + answer);
    }

    @Test
    void aLostMessage() {
        story.rows.removeFirst();
        assertBroken(g6, "G6: row s1/m1");
    }

    @Test
    void leftAfterTheDeletion() {
        story.command(new ChatCommand.DeleteSession("s1", "ann", Instant.EPOCH));
        assertBroken(g6, "G6: rows the log does not know");
    }

    @Test
    void aRowForARefusalThatMadeNoTurn() {
        story.asksUnderNothing("s1", "m2");
        story.answerRow("s1", "m2", "", MessageStatus.REJECTED, 1, 0, 0, null, "unknown_parent");
        assertBroken(g6, "G6: rows the log does not know");
    }

    @Test
    void anotherTree() {
        story.rows.removeFirst();
        story.userRow("s1", "m1", "elsewhere", "ann", "Hi", 0);
        assertBroken(g6, "user under elsewhere");
    }
}
