package dev.chatpipeline.testkit.guarantee;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.MessageStatus;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
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
        story.asks("ann", "s1", "m1", "Hi");
        story.annSent.add(new Sent("s1", "m1", "Hi", Story.accepted("s1", "m1")));
        story.chunk("s1", "m1", 0, 1, 2, "late", "A");
        story.completed("s1", "m1", 0, 1, "ab", 2, "A");
        assertHolds();
    }

    @Test
    void aTakeoverAndATurnStoppedWhileItWaited() {
        long running = story.asks("ann", "s1", "m2", "Hi");
        long waiting = story.asks("ann", "s1", "m3", "Hi");
        int seen = story.events.size();
        story.introduced("s1", "m2", running, answer);
        story.introduced("s1", "m3", waiting, Ids.answerId("s1", "m2"));
        story.started("s1", "m2", running, 1, "A");
        story.chunk("s1", "m2", running, 1, 0, "x", "A");
        story.stopped("s1", "m3", waiting);
        story.started("s1", "m2", running, 2, "B");
        story.chunk("s1", "m2", running, 2, 0, "y", "B");
        story.completed("s1", "m2", running, 2, "y", 1, "B");
        story.events.subList(seen, story.events.size()).forEach(event -> story.annSaw.add(Story.saw(event)));
        story.userRow("s1", "m2", answer, "ann", "Hi", running);
        story.userRow("s1", "m3", Ids.answerId("s1", "m2"), "ann", "Hi", waiting);
        story.answerRow("s1", "m2", "y", MessageStatus.COMPLETE, running, 2, 1, "stop", null);
        story.answerRow("s1", "m3", "", MessageStatus.CANCELLED, waiting, 0, 0, null, null);
        assertHolds();
    }

    @Test
    void aRefusalThatMadeNoTurn() {
        story.asksUnderNothing("s1", "m2");
        story.annSaw.add(Story.saw(story.events.getLast()));
        assertHolds();
    }

    @Test
    void aReconnectThatWasNotRecoveredJoinsAnew() {
        story.annSaw.add(4, Story.connect(false));
        story.annSaw.add(5, Story.joined("s1", 1));
        story.annSaw.add(6, story.annSaw.get(3));
        assertHolds();
    }

    @Test
    void aReconnectThatWasNotRecoveredAndWasLeftAtThat() {
        cutAt(4);
        story.annSaw.add(Story.connect(false));
        assertHolds();
    }

    @Test
    void recoveredReconnectsGoOn() {
        story.annSaw.add(4, Story.connect(true));
        story.annSaw.add(4, Story.connect(true));
        story.annSaw.add(2, Story.connect(true));
        assertHolds();
    }

    @Test
    void joiningAgainWithinAConnection() {
        story.annSaw.add(4, Story.joined("s1", 1));
        story.annSaw.add(5, story.annSaw.get(3));
        assertHolds();
    }

    @Test
    void joiningLaterAndWhenAllIsOver() {
        story.annSaw.set(1, Story.joined("s1", 2));
        story.annSaw.subList(2, 4).clear();
        story.annSaw.add(Story.joined("s1", 5));
        assertHolds();
    }

    @Test
    void whatWasARowWhenItJoinedIsNoEvent() {
        story.annSaw.set(1, Story.joined("s1", 0, new SessionState(-1, 0, 0, false, 0, Collections.emptySortedSet())));
        story.annSaw.remove(2);
        assertHolds();
    }

    @Test
    void whoLeavesIsToldNoMore() {
        cutAt(4);
        story.annSaw.add(Story.left("s1"));
        assertHolds();
    }

    @Test
    void whoIsGoneIsToldNoMore() {
        cutAt(4);
        story.annSaw.add(Story.told("disconnect", "{\"reason\":\"io client disconnect\"}", false));
        assertHolds();
    }

    @Test
    void bobIsKeptOut() {
        story.bobSent.add(new Sent("s1", "m1", "Hi", new Ack.Rejected("session_not_found")));
        story.bobSaw.add(Story.told("error", "{\"session_id\":\"s1\",\"code\":\"session_not_found\"}", false));
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
