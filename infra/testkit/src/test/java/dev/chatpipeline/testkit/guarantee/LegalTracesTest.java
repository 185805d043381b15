package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import dev.chatpipeline.testkit.records.Told;
import dev.chatpipeline.testkit.records.Turn;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** Every legal trace passes all guarantees. */
class LegalTracesTest extends StoryTest {

    @Test
    void oneAnswer() {
        assertHolds();
    }

    @Test
    void aResendAndLateRecords() {
        story.asks("ann", "s1", "m1");
        story.annSent.add(new Sent("s1", "m1", "Hi", Story.accepted("s1", "m1")));
        story.says(turn.chunk(1, 2, "late"));
        story.says(turn.complete(1, 2, "ab"));
        assertHolds();
    }

    @Test
    void aTakeoverAndATurnStoppedWhileItWaited() {
        Turn running = story.asks("ann", "s1", "m2");
        Turn waiting = story.asks("ann", "s1", "m3");
        int seen = story.events.size();
        story.says(running.introduced(answer, "Hi"));
        story.says(waiting.introduced(Ids.answerId("s1", "m2"), "Hi"));
        story.says(running.started(1));
        story.says(running.chunk(1, 0, "x"));
        story.says(waiting.cancelled());
        story.says(running.by("B").started(2));
        story.says(running.by("B").chunk(2, 0, "y"));
        story.says(running.by("B").complete(2, 1, "y"));
        story.events.subList(seen, story.events.size()).forEach(event -> story.annSaw.add(Told.of(event)));
        story.userRow(running, answer, "ann");
        story.userRow(waiting, Ids.answerId("s1", "m2"), "ann");
        story.answerRow(running, MessageStatus.COMPLETE, 2, 1, "y");
        story.answerRow(waiting, MessageStatus.CANCELLED, 0, 0, "");
        assertHolds();
    }

    @Test
    void aRefusalThatMadeNoTurn() {
        story.asksUnderNothing("s1", "m2");
        story.annSaw.add(Told.of(story.events.getLast()));
        assertHolds();
    }

    @Test
    void aReconnectThatWasNotRecoveredJoinsAnew() {
        story.annSaw.add(4, Told.connect(false));
        story.annSaw.add(5, Told.joined("s1", 1));
        story.annSaw.add(6, story.annSaw.get(3));
        assertHolds();
    }

    @Test
    void aReconnectThatWasNotRecoveredAndWasLeftAtThat() {
        cutAt(4);
        story.annSaw.add(Told.connect(false));
        assertHolds();
    }

    @Test
    void recoveredReconnectsGoOn() {
        story.annSaw.add(4, Told.connect(true));
        story.annSaw.add(4, Told.connect(true));
        story.annSaw.add(2, Told.connect(true));
        assertHolds();
    }

    @Test
    void joiningAgainWithinAConnection() {
        story.annSaw.add(4, Told.joined("s1", 1));
        story.annSaw.add(5, story.annSaw.get(3));
        assertHolds();
    }

    @Test
    void joiningLaterAndWhenAllIsOver() {
        story.annSaw.set(1, Told.joined("s1", 2));
        story.annSaw.subList(2, 4).clear();
        story.annSaw.add(Told.joined("s1", 5));
        assertHolds();
    }

    @Test
    void whatWasARowWhenItJoinedIsNoEvent() {
        story.annSaw.set(1, Told.joined("s1", 0, new SessionState(-1, 0, 0, false, 0, Collections.emptySortedSet())));
        story.annSaw.remove(2);
        assertHolds();
    }

    @Test
    void whoLeavesIsToldNoMore() {
        cutAt(4);
        story.annSaw.add(Told.left("s1"));
        assertHolds();
    }

    @Test
    void whoIsGoneIsToldNoMore() {
        cutAt(4);
        story.annSaw.add(Told.event("disconnect", "{\"reason\":\"io client disconnect\"}"));
        assertHolds();
    }

    @Test
    void bobIsKeptOut() {
        story.bobSent.add(new Sent("s1", "m1", "Hi", new Ack.Rejected("session_not_found")));
        story.bobSaw.add(Told.event("error", "{\"session_id\":\"s1\",\"code\":\"session_not_found\"}"));
        assertHolds();
    }

    @Test
    void aRecordThatLandedAfterItWasGivenUp() {
        story.annSent.clear();
        story.annSent.add(new Sent("s1", "m1", "Hi", new Ack.Rejected("log_unavailable")));
        assertHolds();
    }

    @Test
    void anErasedSessionHasNoRows() {
        story.command(new ChatCommand.DeleteSession("s1", "ann", Instant.EPOCH));
        story.rows.clear();
        assertHolds();
    }
}
