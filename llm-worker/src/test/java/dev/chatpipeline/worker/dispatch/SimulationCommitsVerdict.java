package dev.chatpipeline.worker.dispatch;

import static dev.chatpipeline.worker.dispatch.SimulationVerdict.require;

import dev.chatpipeline.contracts.SessionReducer;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.testkit.guarantee.Log;
import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import dev.chatpipeline.testkit.guarantee.Log.Turn;
import java.util.List;

/** Checks commits: every turn below has ended, and a fold from there knows as much about all others as a full fold. */
final class SimulationCommitsVerdict {

    private final Log log;
    private final List<SimulatedGroup.Commit> commits;

    SimulationCommitsVerdict(Log log, List<SimulatedGroup.Commit> commits) {
        this.log = log;
        this.commits = commits;
    }

    void check() {
        for (SimulatedGroup.Commit commit : commits) {
            for (String session : log.sessions()) {
                check(commit, session);
            }
        }
    }

    private void check(SimulatedGroup.Commit commit, String session) {
        long committed = commit.offset().offset();
        long foldFrom = Long.parseLong(commit.offset().metadata());
        SessionState all = fold(session, 0, commit.eventsEnd());
        SessionState known = fold(session, foldFrom, commit.eventsEnd());
        for (Turn turn : log.turns(session)) {
            long number = turn.number();
            if (number < committed) {
                require(all.hasEnded(number), "%s passes turn %d, which has not ended", commit, number);
            } else {
                require(
                        all.hasEnded(number) == known.hasEnded(number)
                                && (all.introduced() >= number) == (known.introduced() >= number)
                                && openAttempt(all, number) == openAttempt(known, number),
                        "%s: of turn %d a new owner knows %s (expected: %s)",
                        commit,
                        number,
                        known,
                        all);
            }
        }
    }

    private static int openAttempt(SessionState state, long turn) {
        return state.open() && state.turn() == turn ? state.attempt() : 0;
    }

    private SessionState fold(String session, long from, long end) {
        SessionState state = SessionState.EMPTY;
        for (EventRecord event : log.events()) {
            if (event.offset() >= from
                    && event.offset() < end
                    && event.sessionId().equals(session)) {
                state = SessionReducer.fold(state, event.head()).state();
            }
        }
        return state;
    }
}
