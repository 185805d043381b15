package dev.chatpipeline.testkit.guarantee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.Ids;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnState;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every legal trace passes all guarantees; every illegal one is caught by the guarantee that forbids it. */
class GuaranteesTest {

    private final Story story = Story.ofOneAnswer();
    private final String answer = Ids.answerId("s1", "m1");

    @Nested
    class Legal {

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
            story.answerRow("s1", "m2", "y", TurnState.COMPLETE, running, 2, 1, "stop", null);
            story.answerRow("s1", "m3", "", TurnState.CANCELLED, waiting, 0, 0, null, null);
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
            story.annSaw.set(
                    1, Story.joined("s1", 0, new SessionState(-1, 0, 0, false, 0, Collections.emptySortedSet())));
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

    @Nested
    class AcceptedIsDurableIsBroken {

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

    @Nested
    class StreamIsExactIsBroken {

        private final Guarantee g2 = new StreamIsExact();

        @Test
        void aGap() {
            story.events.remove(2);
            assertBroken(g2, "says 'ab', its chunks ''");
        }

        @Test
        void anEndThatForgets() {
            story.events.removeLast();
            story.completed("s1", "m1", 0, 1, "a", 2, "A");
            assertBroken(g2, "says 'a', its chunks 'ab'");
        }

        @Test
        void anEndThatCountsWrong() {
            story.events.removeLast();
            story.completed("s1", "m1", 0, 1, "ab", 3, "A");
            assertBroken(g2, "says 3 chunks (expected: 2)");
        }

        @Test
        void aMixtureOfAttempts() {
            story.events.removeLast();
            story.started("s1", "m1", 0, 2, "B");
            story.chunk("s1", "m1", 0, 2, 0, "c", "B");
            story.completed("s1", "m1", 0, 2, "abc", 1, "B");
            assertBroken(g2, "says 'abc', its chunks 'c'");
        }

        @Test
        void aRowThatSaysSomethingElse() {
            story.rows.removeLast();
            story.answerRow("s1", "m1", "xy", TurnState.COMPLETE, 0, 1, 2, "stop", null);
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

    @Nested
    class OnceAtTheClientIsBroken {

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
            story.annSaw.set(
                    1, Story.joined("s1", 0, new SessionState(-1, 0, 0, false, 0, Collections.emptySortedSet())));
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
            story.annSaw.set(4, Story.connect(true));
            assertBroken(g3, "saw the event 3 of session s1 (expected: 2)");
        }

        @Test
        void repeatedWhileToldToGoOn() {
            story.annSaw.add(5, Story.connect(true));
            story.annSaw.add(6, story.annSaw.get(4));
            assertBroken(g3, "saw the event 2 of session s1 (expected: 3)");
        }

        @Test
        void goesOnAlthoughToldThatItMissedSomething() {
            story.annSaw.add(5, Story.connect(false));
            assertBroken(g3, "unjoined");
        }

        @Test
        void afterItLeft() {
            story.annSaw.add(5, Story.left("s1"));
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
            story.annSaw.add(Story.connect(true));
            assertBroken(g3, "saw nothing of session s1 from user_message");
        }

        @Test
        void silenceOfAServerThatHungUp() {
            cutAt(5);
            story.annSaw.add(Story.told("disconnect", "{\"reason\":\"io server disconnect\"}", false));
            assertBroken(g3, "saw nothing of session s1");
        }

        @Test
        void joinedWithoutAPlace() {
            story.annSaw.set(1, Story.standing(story.annSaw.get(1), "s2", 0));
            assertBroken(g3, "saw no place of s1");
        }

        @Test
        void aCursorThatForgetsASession() {
            story.annSaw.set(4, Story.standing(story.annSaw.get(4), "s2", 3));
            assertBroken(g3, "names [s2] (expected: [s1])");
        }

        @Test
        void aCursorThatWouldRepeat() {
            story.annSaw.set(4, Story.standing(story.annSaw.get(4), "s1", 2));
            assertBroken(g3, "(expected: after chat_chunk");
        }

        @Test
        void aCursorThatWouldLose() {
            story.annSaw.set(4, Story.standing(story.annSaw.get(4), "s1", 4));
            assertBroken(g3, "not after chat_chunk");
        }

        @Test
        void somethingThatDoesNotCount() {
            story.chunk("s1", "m1", 0, 1, 7, "zombie", "Z");
            story.annSaw.add(Story.saw(story.events.getLast()));
            assertBroken(g3, "saw what does not count");
        }

        @Test
        void anEventWithoutCursor() {
            var last = story.annSaw.removeLast();
            story.annSaw.add(new ClientLog.Seen(last.event(), last.payload(), null, false));
            assertBroken(g3, "saw no cursor behind chat_complete");
        }
    }

    @Nested
    class OneAnswerAtATimeIsBroken {

        private final Guarantee g4 = new OneAnswerAtATime();

        @Test
        void twoAtATime() {
            long turn = story.asks("ann", "s1", "m2", "Hi");
            story.events.removeLast();
            story.started("s1", "m2", turn, 1, "A");
            assertBroken(g4, "while turns [0] have not ended");
        }

        @Test
        void outOfOrder() {
            Story other = new Story();
            other.asks("ann", "s1", "m1", "Hi");
            long later = other.asks("ann", "s1", "m2", "Hi");
            other.started("s1", "m2", later, 1, "A");
            other.completed("s1", "m2", later, 1, "", 0, "A");
            assertThatThrownBy(() -> g4.check(other.observed()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("while turns [0] have not ended");
        }
    }

    @Nested
    class AttemptsAreFencedIsBroken {

        private final Guarantee g5 = new AttemptsAreFenced();

        @Test
        void twoWorkersInOneAttempt() {
            story.events.removeLast();
            story.chunk("s1", "m1", 0, 1, 2, "c", "B");
            assertBroken(g5, "in attempt 1 of A");
        }

        @Test
        void shownAfterItWasSuperseded() {
            story.annSaw.removeLast();
            story.started("s1", "m1", 0, 2, "B");
            story.annSaw.add(Story.saw(story.events.getLast()));
            story.annSaw.add(story.annSaw.get(4));
            assertBroken(g5, "saw chat_chunk of attempt 1 after attempt 2");
        }

        @Test
        void shownAfterTheEnd() {
            story.annSaw.add(story.annSaw.get(4));
            assertBroken(g5, "saw chat_chunk of attempt 1 after attempt 1 had ended");
        }
    }

    @Nested
    class HistoryIsAFunctionOfTheLogIsBroken {

        private final Guarantee g6 = new HistoryIsAFunctionOfTheLog();

        @Test
        void aLostEnd() {
            story.rows.removeLast();
            story.answerRow("s1", "m1", "", TurnState.RUNNING, 0, 1, 0, null, null);
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
            story.answerRow("s1", "m2", "", TurnState.REJECTED, 1, 0, 0, null, "unknown_parent");
            assertBroken(g6, "G6: rows the log does not know");
        }

        @Test
        void anotherTree() {
            story.rows.removeFirst();
            story.userRow("s1", "m1", "elsewhere", "ann", "Hi", 0);
            assertBroken(g6, "user under elsewhere");
        }
    }

    @Nested
    class IsolationIsBroken {

        private final Guarantee g7 = new Isolation();

        @Test
        void bobWritesIntoAnnsSession() {
            story.asks("bob", "s1", "m2", "Hi");
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
            story.bobSaw.add(Story.told("ack", "{\"status\":\"ok\",\"messages\":[{\"session_id\":\"s1\"}]}", false));
            assertBroken(g7, "G7: bob's tab of bob saw");
        }

        @Test
        void anEventOfAnothersTurn() {
            story.asks("bob", "s2", "m1", "Hi");
            story.started("s2", "m1", 0, 1, "A");
            assertBroken(g7, "is of session s2, its command of s1");
        }

        @Test
        void aRowFromNowhere() {
            story.userRow("s2", "m1", null, "bob", "Hi", 0);
            assertBroken(g7, "G7: row s2/m1 comes from no command of its session");
        }
    }

    /** What Ann saw from there on she did not see. */
    private void cutAt(int index) {
        story.annSaw.subList(index, story.annSaw.size()).clear();
    }

    private void assertHolds() {
        Observation observed = story.observed();
        assertThat(Guarantee.all()).isNotEmpty().allSatisfy(guarantee -> guarantee.check(observed));
    }

    private void assertBroken(Guarantee guarantee, String how) {
        assertThatThrownBy(() -> guarantee.check(story.observed()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(how);
    }
}
