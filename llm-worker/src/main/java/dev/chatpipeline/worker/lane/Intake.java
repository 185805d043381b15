package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import dev.chatpipeline.worker.log.Cancels;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Turns that have arrived and are not placed yet. They are placed one after the other, as soon as the session is known and
 * the turn before is introduced, so that everybody sees a message while an earlier answer still runs. Confined to the
 * mailbox.
 */
final class Intake {

    /** Takes turns out of the intake, in log order. */
    interface Outcome {

        /** How many turns of the session are not over: running, waiting or being ended. */
        int turnsAhead();

        /** The turn has ended already, or is a message that was sent again. */
        void nothingToDo(Turn turn);

        /** The turn waits for its answer, or for its rejection. */
        void placed(PlacedTurn placed);
    }

    private final SessionView session;
    private final SessionMemory memory;
    private final Introductions introductions;
    private final Cancels cancels;
    private final Outcome outcome;
    private final Queue<Turn> arrivals = new ArrayDeque<>();

    Intake(SessionView session, SessionMemory memory, Introductions introductions, Cancels cancels, Outcome outcome) {
        this.session = session;
        this.memory = memory;
        this.introductions = introductions;
        this.cancels = cancels;
        this.outcome = outcome;
    }

    void add(Turn turn) {
        arrivals.add(turn);
    }

    void clear() {
        arrivals.clear();
    }

    /** Places turns for as long as that is possible. */
    void placeAll() {
        while (!arrivals.isEmpty() && !introductions.isUnderWay()) {
            Turn turn = arrivals.element();
            if (session.hasEnded(turn)) {
                skip(turn);
                continue;
            }
            Conversation known = memory.asOf(turn);
            if (known == null) {
                memory.read(turn);
                return;
            }
            place(turn, TurnRules.place(turn.command(), known));
        }
    }

    private void skip(Turn turn) {
        arrivals.remove();
        // Had its message been sent before, everything that it could cancel would have ended as well.
        decideInterrupt(turn, true);
        memory.forget(turn);
        outcome.nothingToDo(turn);
    }

    private void place(Turn turn, Placement placement) {
        arrivals.remove();
        decideInterrupt(turn, !(placement instanceof Placement.Resend));
        switch (placement) {
            case Placement.Resend resend -> outcome.nothingToDo(turn);
            case Placement.Unknown unknown -> outcome.placed(new PlacedTurn(turn, null, FailureCode.UNKNOWN_PARENT));
            case Placement.Turn known -> {
                memory.placed(turn, known);
                introduce(turn, known);
            }
        }
    }

    private void introduce(Turn turn, Placement.Turn placement) {
        int ahead = outcome.turnsAhead();
        boolean busy = ahead > 0 && turn.command().onBusy() == OnBusy.REJECT;
        PlacedTurn placed = new PlacedTurn(turn, placement, busy ? FailureCode.SESSION_BUSY : null);
        introductions.introduce(placed);
        if (ahead > 0 && !busy && session.state().turn() < turn.offset()) {
            introductions.announceWait(placed, ahead);
        }
        outcome.placed(placed);
    }

    private void decideInterrupt(Turn turn, boolean first) {
        if (turn.command().onBusy() == OnBusy.INTERRUPT) {
            cancels.decide(turn.offset(), first);
        }
    }
}
