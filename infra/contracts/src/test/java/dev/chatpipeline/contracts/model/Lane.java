package dev.chatpipeline.contracts.model;

import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.model.Records.Outcome;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session's turns on a worker: introduces them in order and runs one at a time. */
final class Lane {

    private final String session;
    private final Ownership ownership;
    private final NavigableMap<Long, Turn> turns = new TreeMap<>();
    private final Map<Long, Boolean> verdicts = new HashMap<>();
    private final Map<Long, Consumer<Boolean>> awaited = new HashMap<>();
    private @Nullable Attempt running;

    /** A turn that has begun and is not done. */
    static final class Turn {
        final long offset;
        boolean introducing;
        boolean introduced;
        private boolean ending;

        Turn(long offset) {
            this.offset = offset;
        }
    }

    Lane(String session, Ownership ownership) {
        this.session = session;
        this.ownership = ownership;
    }

    Ownership ownership() {
        return ownership;
    }

    SessionState state() {
        return ownership.state(session);
    }

    void take(long turn) {
        turns.put(turn, new Turn(turn));
    }

    boolean isRunning() {
        return running != null;
    }

    boolean isDone() {
        return turns.isEmpty();
    }

    boolean isStopped(Turn turn) {
        return ownership.isStopped(turn.offset, session);
    }

    void step() {
        if (ownership.isAbandoned() || !ownership.isReady()) {
            return;
        }
        introduceNext();
        if (running != null) {
            running.step();
        }
        if (ownership.beginsNothing()) {
            return;
        }
        for (Turn turn : turns.values().toArray(Turn[]::new)) {
            endEarlyIfStopped(turn);
        }
        startNext();
    }

    /** A user message is written only after the previous one is acknowledged. */
    private void introduceNext() {
        for (Turn turn : turns.values()) {
            turn.introduced |= state().introduced() >= turn.offset;
            if (turn.introduced) {
                continue;
            }
            if (!turn.introducing) {
                turn.introducing = true;
                write(EventType.USER_MESSAGE, turn.offset, 0, 0, "", offset -> turn.introduced = true, () -> {
                    turn.introducing = false;
                });
            }
            return;
        }
    }

    private void endEarlyIfStopped(Turn turn) {
        boolean isRunning = running != null && running.turn() == turn;
        if (isRunning || turn.ending || !isStopped(turn) || turn.offset <= state().turn()) {
            return;
        }
        if (state().hasEnded(turn.offset) || !mayEnd(turn)) {
            return;
        }
        turn.ending = true;
        writeDecisive(
                EventType.CHAT_CANCELLED,
                turn.offset,
                0,
                0,
                "",
                counts -> {
                    turn.ending = false;
                    if (counts) {
                        done(turn);
                    }
                },
                () -> turn.ending = false);
    }

    /** A worker that sees the end of a turn may rely on its user message being in the log. */
    boolean mayEnd(Turn turn) {
        return turn.introduced || ownership.world.mutated(Mutation.END_BEFORE_INTRODUCTION);
    }

    private void startNext() {
        Iterator<Turn> left = turns.values().iterator();
        while (running == null && left.hasNext()) {
            Turn turn = left.next();
            if (turn.ending) {
                return;
            }
            SessionState state = state();
            if (state.hasEnded(turn.offset)) {
                left.remove();
                ownership.done(turn.offset);
                continue;
            }
            boolean open = state.turn() == turn.offset;
            if (isStopped(turn) && !open) {
                return;
            }
            running = new Attempt(this, turn, open ? state.attempt() + 1 : 1, ownership.world);
            running.start();
        }
    }

    void readBack(long offset, boolean counts) {
        Consumer<Boolean> decided = awaited.remove(offset);
        if (decided == null) {
            verdicts.put(offset, counts);
        } else if (!ownership.isAbandoned()) {
            decided.accept(counts);
        }
    }

    void overtaken(long turn, int attempt) {
        if (running != null && running.turn().offset == turn && running.number() < attempt) {
            running.stop();
            running = null;
        }
    }

    /** The attempt is over; the log decides what happens to the turn. */
    void overruled(Attempt attempt) {
        attempt.stop();
        if (running == attempt) {
            running = null;
        }
    }

    void ended(Attempt attempt) {
        overruled(attempt);
        done(attempt.turn());
    }

    private void done(Turn turn) {
        turns.remove(turn.offset);
        ownership.done(turn.offset);
    }

    void writeDecisive(
            EventType type, long turn, int attempt, long seq, String text, Consumer<Boolean> decided, Runnable failed) {
        write(
                type,
                turn,
                attempt,
                seq,
                text,
                offset -> {
                    Boolean verdict = verdicts.remove(offset);
                    if (verdict == null) {
                        awaited.put(offset, decided);
                    } else {
                        decided.accept(verdict);
                    }
                },
                failed);
    }

    void write(EventType type, long turn, int attempt, long seq, String text, Consumer<Long> landed, Runnable failed) {
        ownership.send(session, type, turn, attempt, seq, text, new Outcome() {
            @Override
            public void landed(long offset) {
                if (!ownership.isAbandoned()) {
                    landed.accept(offset);
                }
            }

            @Override
            public void failed() {
                if (!ownership.isAbandoned()) {
                    failed.run();
                }
            }
        });
    }
}
