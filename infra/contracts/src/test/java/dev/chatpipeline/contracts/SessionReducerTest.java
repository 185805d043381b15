package dev.chatpipeline.contracts;

import static dev.chatpipeline.contracts.Heads.cancelled;
import static dev.chatpipeline.contracts.Heads.chunk;
import static dev.chatpipeline.contracts.Heads.complete;
import static dev.chatpipeline.contracts.Heads.failed;
import static dev.chatpipeline.contracts.Heads.heartbeat;
import static dev.chatpipeline.contracts.Heads.introduced;
import static dev.chatpipeline.contracts.Heads.queued;
import static dev.chatpipeline.contracts.Heads.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.SessionReducer.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SessionReducerTest {

    @Example
    void anAnswerCountsFromItsMessageToItsEnd() {
        assertAllCount(
                introduced(3),
                started(3, 1),
                chunk(3, 1, 0),
                heartbeat(3, 1),
                chunk(3, 1, 1),
                complete(3, 1, 2),
                introduced(9),
                started(9, 1),
                failed(9, 1));
    }

    @Example
    void aHigherAttemptReplacesALowerOneWhichNoLongerCounts() {
        List<EventHead> log = List.of(
                started(3, 1),
                chunk(3, 1, 0),
                started(3, 2),
                chunk(3, 1, 1),
                chunk(3, 2, 0),
                complete(3, 1, 2),
                heartbeat(3, 1),
                started(3, 2),
                started(3, 1),
                complete(3, 2, 1));
        assertThat(counting(log))
                .containsExactly(started(3, 1), chunk(3, 1, 0), started(3, 2), chunk(3, 2, 0), complete(3, 2, 1));
    }

    @Example
    void aTurnThatEndedStaysEnded() {
        List<EventHead> log = List.of(
                started(3, 1),
                cancelled(3, 1),
                chunk(3, 1, 0),
                complete(3, 1, 0),
                started(3, 2),
                cancelled(3, 0),
                started(2, 5),
                queued(3),
                queued(2));
        assertThat(counting(log)).containsExactly(started(3, 1), cancelled(3, 1));
    }

    @Example
    void aChunkOutOfSequenceDoesNotCount() {
        List<EventHead> log = List.of(started(3, 1), chunk(3, 1, 1), chunk(3, 1, 0), chunk(3, 1, 0), chunk(3, 1, 2));
        assertThat(counting(log)).containsExactly(started(3, 1), chunk(3, 1, 0));
    }

    @Example
    void aWaitingTurnEndsOnceAndNeverStarts() {
        List<EventHead> log = List.of(
                started(3, 1),
                queued(5),
                cancelled(5, 0),
                failed(5, 0),
                queued(5),
                complete(3, 1, 0),
                started(5, 1),
                started(7, 1));
        assertThat(counting(log))
                .containsExactly(started(3, 1), queued(5), cancelled(5, 0), complete(3, 1, 0), started(7, 1));
    }

    @Example
    void aTurnThatEndedEarlyIsForgottenOnceALaterOneStarts() {
        SessionState state = fold(SessionState.EMPTY, List.of(started(3, 1), cancelled(5, 0), cancelled(9, 0)));
        assertThat(state.endedEarly()).containsExactly(5L, 9L);
        assertThat(fold(state, List.of(started(7, 1))).endedEarly()).containsExactly(9L);
        assertThat(fold(state, List.of(started(11, 1))).endedEarly()).isEmpty();
    }

    @Example
    void anEndWithoutAttemptDoesNotEndARunningTurn() {
        assertThat(counting(List.of(started(3, 1), cancelled(3, 0), chunk(3, 1, 0))))
                .containsExactly(started(3, 1), chunk(3, 1, 0));
    }

    @Example
    void aStartNeedsAnAttempt() {
        assertThat(counting(List.of(started(3, 0), chunk(3, 0, 0), complete(3, 0, 0))))
                .containsExactly(complete(3, 0, 0));
    }

    @Example
    void aMessageIsShownOnceAndInOrder() {
        assertThat(counting(List.of(introduced(3), introduced(3), introduced(7), introduced(5))))
                .containsExactly(introduced(3), introduced(7));
    }

    @Property
    void whoeverJoinsWithTheSameStateDecidesTheSame(@ForAll("log") List<EventHead> log, @ForAll Random random) {
        List<EventHead> whole = counting(log);
        int cut = log.isEmpty() ? 0 : random.nextInt(log.size() + 1);
        SessionState state = SessionState.EMPTY;
        List<EventHead> parts = new ArrayList<>();
        state = collect(state, log.subList(0, cut), parts);
        collect(state, log.subList(cut, log.size()), parts);
        assertThat(parts).isEqualTo(whole);
    }

    @Property
    void redeliveryOfWhatWasFoldedCountsOnlyAsLifeSigns(@ForAll("log") List<EventHead> log) {
        SessionState end = fold(SessionState.EMPTY, log);
        for (EventHead head : log) {
            if (head.type() != EventType.CHAT_QUEUED && head.type() != EventType.CHAT_HEARTBEAT) {
                Step again = SessionReducer.fold(end, head);
                // Only a record that has never counted may still count, as a new one.
                if (counting(log).contains(head)) {
                    assertThat(again.counts())
                            .as("%s again after %s", head, log)
                            .isFalse();
                    assertThat(again.state()).isEqualTo(end);
                }
            }
        }
    }

    @Property
    void readersWithDuplicatesInTheLogSeeTheSame(@ForAll("log") List<EventHead> log, @ForAll Random random) {
        List<EventHead> decisive =
                log.stream().filter(SessionReducerTest::isDecisive).toList();
        List<EventHead> twice = new ArrayList<>();
        List<EventHead> counted = new ArrayList<>();
        SessionState state = SessionState.EMPTY;
        for (EventHead head : decisive) {
            Step step = SessionReducer.fold(state, head);
            state = step.state();
            twice.add(head);
            if (step.counts()) {
                counted.add(head);
            }
            if (!counted.isEmpty() && random.nextInt(3) == 0) {
                twice.add(counted.get(random.nextInt(counted.size())));
            }
        }
        assertThat(counting(twice)).isEqualTo(counting(decisive));
    }

    @Property
    void leavingOutWhatDoesNotCountChangesNothing(@ForAll("log") List<EventHead> log) {
        List<EventHead> counting = counting(log);
        assertThat(counting(counting)).isEqualTo(counting);
        assertThat(fold(SessionState.EMPTY, counting)).isEqualTo(fold(SessionState.EMPTY, log));
    }

    @Property(tries = 5_000)
    void theInvariantsHoldInAnyLog(@ForAll("longLog") List<EventHead> log) {
        Set<Long> ended = new HashSet<>();
        Map<Long, Integer> attempts = new HashMap<>();
        Map<Long, Long> chunks = new HashMap<>();
        Set<Long> introduced = new HashSet<>();
        long latest = -1;
        for (EventHead head : counting(log)) {
            long turn = head.turn();
            if (head.type() == EventType.USER_MESSAGE) {
                assertThat(introduced.add(turn)).as("introduced once").isTrue();
                continue;
            }
            assertThat(ended).as("ended for good: %s in %s", head, log).doesNotContain(turn);
            switch (head.type()) {
                case CHAT_STARTED -> {
                    assertThat(turn).as("in log order").isGreaterThanOrEqualTo(latest);
                    assertThat(head.attempt()).isGreaterThan(attempts.getOrDefault(turn, 0));
                    latest = turn;
                    attempts.put(turn, head.attempt());
                    chunks.put(turn, 0L);
                }
                case CHAT_CHUNK -> {
                    assertThat(turn).isEqualTo(latest);
                    assertThat(head.attempt()).isEqualTo(attempts.get(turn));
                    assertThat(head.seq()).isEqualTo(chunks.merge(turn, 1L, Long::sum) - 1);
                }
                case CHAT_HEARTBEAT -> assertThat(head.attempt()).isEqualTo(attempts.get(turn));
                case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> {
                    assertThat(head.attempt()).isEqualTo(attempts.getOrDefault(turn, 0));
                    ended.add(turn);
                }
                case CHAT_QUEUED -> assertThat(attempts).doesNotContainKey(turn);
                case USER_MESSAGE -> throw new AssertionError("handled above");
            }
        }
        SessionState state = fold(SessionState.EMPTY, log);
        assertThat(ended).allMatch(state::hasEnded);
        assertThat(state.turn()).isEqualTo(latest);
        if (state.open()) {
            assertThat(state.hasEnded(latest)).isFalse();
            assertThat(state.nextSeq()).isEqualTo(chunks.get(latest));
        }
        assertThat(state.endedEarly()).allMatch(turn -> turn > state.turn());
    }

    @Property
    void anotherSessionsOrderOfTheSameRecordsIsItsOwn(@ForAll("log") List<EventHead> log, @ForAll Random random) {
        List<EventHead> shuffled = new ArrayList<>(log);
        Collections.shuffle(shuffled, random);
        List<EventHead> once = counting(shuffled);
        assertThat(counting(shuffled)).as("a pure function").isEqualTo(once);
        assertThat(shuffled).containsAll(once);
    }

    @Provide
    Arbitrary<List<EventHead>> log() {
        return Heads.any().list().ofMaxSize(40).withoutEdgeCases();
    }

    @Provide
    Arbitrary<List<EventHead>> longLog() {
        return Heads.any().list().ofMinSize(20).ofMaxSize(120).withoutEdgeCases();
    }

    private static boolean isDecisive(EventHead head) {
        return head.type() != EventType.CHAT_QUEUED && head.type() != EventType.CHAT_HEARTBEAT;
    }

    private static void assertAllCount(EventHead... log) {
        assertThat(counting(List.of(log))).containsExactly(log);
    }

    private static List<EventHead> counting(List<EventHead> log) {
        List<EventHead> counting = new ArrayList<>();
        collect(SessionState.EMPTY, log, counting);
        return counting;
    }

    private static SessionState collect(SessionState from, List<EventHead> log, List<EventHead> counting) {
        SessionState state = from;
        for (EventHead head : log) {
            Step step = SessionReducer.fold(state, head);
            state = step.state();
            if (step.counts()) {
                counting.add(head);
            }
        }
        return state;
    }

    private static SessionState fold(SessionState from, List<EventHead> log) {
        return collect(from, log, new ArrayList<>());
    }
}
