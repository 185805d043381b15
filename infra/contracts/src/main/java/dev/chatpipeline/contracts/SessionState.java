package dev.chatpipeline.contracts;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a session's events fold to; see {@link SessionReducer}.
 *
 * @param turn        the last turn that started, -1 before the first
 * @param attempt     its highest attempt that counts, 0 before the first
 * @param nextSeq     sequence number that its next chunk must have
 * @param open        whether that turn is running
 * @param introduced  the highest turn that has been introduced, -1 before the first
 * @param endedEarly  later turns that ended before they started; almost always empty
 */
public record SessionState(
        long turn, int attempt, long nextSeq, boolean open, long introduced, SortedSet<Long> endedEarly) {

    private static final SortedSet<Long> NONE = Collections.unmodifiableSortedSet(new TreeSet<>());

    /** A session without events. */
    public static final SessionState EMPTY = new SessionState(-1, 0, 0, false, -1, NONE);

    /** Whether a turn has ended, or can no longer start because a later one has started. */
    public boolean hasEnded(long aTurn) {
        return aTurn < turn || (aTurn == turn && !open) || endedEarly.contains(aTurn);
    }

    SessionState started(long aTurn, int anAttempt) {
        SortedSet<Long> later = endedEarly.isEmpty() ? endedEarly : new TreeSet<>(endedEarly.tailSet(aTurn + 1));
        return new SessionState(aTurn, anAttempt, 0, true, introduced, later.isEmpty() ? NONE : later);
    }

    SessionState chunk() {
        return new SessionState(turn, attempt, nextSeq + 1, true, introduced, endedEarly);
    }

    SessionState ended() {
        return new SessionState(turn, attempt, nextSeq, false, introduced, endedEarly);
    }

    SessionState endedEarly(long aTurn) {
        SortedSet<Long> more = new TreeSet<>(endedEarly);
        more.add(aTurn);
        return new SessionState(turn, attempt, nextSeq, open, introduced, more);
    }

    SessionState introduced(long aTurn) {
        return new SessionState(turn, attempt, nextSeq, open, aTurn, endedEarly);
    }
}
