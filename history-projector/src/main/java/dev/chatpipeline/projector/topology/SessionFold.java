package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * What a session's log folds to, apart from its rows.
 *
 * @param events       where its events stand
 * @param open         the running turn; null exactly when {@code events} has none
 * @param lastAnswerId the answer of the last turn by commands, where the next message appends; null before the first
 * @param deletedAt    offset of the last deletion, which suppresses every turn below it; -1 without one
 */
record SessionFold(
        SessionState events,
        @Nullable OpenTurn open,
        @Nullable String lastAnswerId,
        long deletedAt) {

    static final SessionFold EMPTY = new SessionFold(SessionState.EMPTY, null, null, -1);

    SessionFold with(SessionState newEvents, @Nullable OpenTurn newOpen) {
        return new SessionFold(newEvents, newOpen, lastAnswerId, deletedAt);
    }

    SessionFold answeredBy(String answerId) {
        return new SessionFold(events, open, answerId, deletedAt);
    }

    /** The session with everything said below this offset forgotten. */
    SessionFold deleted(long offset) {
        return new SessionFold(events, open, null, offset);
    }

    /** Whether the turn has neither started nor ended. */
    boolean isWaiting(long turn) {
        return turn != events.turn() && !events.hasEnded(turn);
    }
}
