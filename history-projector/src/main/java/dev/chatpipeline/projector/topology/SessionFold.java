package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * What a session's log folds to, apart from its rows.
 *
 * @param events       where its events stand
 * @param open         the running turn; null exactly when {@code events} has none
 * @param lastAnswerId the answer of the last turn by commands, where the next message appends; null before the first
 */
record SessionFold(
        SessionState events,
        @Nullable OpenTurn open,
        @Nullable String lastAnswerId) {

    static final SessionFold EMPTY = new SessionFold(SessionState.EMPTY, null, null);

    SessionFold with(SessionState newEvents, @Nullable OpenTurn newOpen) {
        return new SessionFold(newEvents, newOpen, lastAnswerId);
    }

    SessionFold answeredBy(@Nullable String answerId) {
        return new SessionFold(events, open, answerId);
    }
}
