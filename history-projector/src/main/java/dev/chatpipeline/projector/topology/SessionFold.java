package dev.chatpipeline.projector.topology;

import dev.chatpipeline.contracts.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * What a session's log folds to, apart from its rows.
 *
 * @param events       what its events fold to
 * @param running      the running answer; null if and only if {@code events} has no open turn
 * @param lastAnswerId answer of the last turn by commands, which the next message is appended to; null before the first
 */
record SessionFold(
        SessionState events,
        @Nullable RunningAnswer running,
        @Nullable String lastAnswerId) {

    static final SessionFold EMPTY = new SessionFold(SessionState.EMPTY, null, null);

    SessionFold with(SessionState newEvents, @Nullable RunningAnswer newRunning) {
        return new SessionFold(newEvents, newRunning, lastAnswerId);
    }

    SessionFold withLastAnswer(@Nullable String answerId) {
        return new SessionFold(events, running, answerId);
    }
}
