package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.testkit.records.Turn;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Every trace that {@link HistoryIsAFunctionOfTheLog} forbids is caught by it. */
class HistoryIsAFunctionOfTheLogTest extends StoryTest {

    private final Guarantee g6 = new HistoryIsAFunctionOfTheLog();

    @Test
    void aLostEnd() {
        story.rows.removeLast();
        story.answerRow(turn, MessageStatus.RUNNING, 1, 0, "");
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
        Turn rejected = story.asksUnderNothing("s1", "m2");
        story.answerRow(rejected, MessageStatus.REJECTED, 0, 0, "");
        assertBroken(g6, "G6: rows the log does not know");
    }

    @Test
    void anotherTree() {
        story.rows.removeFirst();
        story.userRow(turn, "elsewhere", "ann");
        assertBroken(g6, "user under elsewhere");
    }
}
