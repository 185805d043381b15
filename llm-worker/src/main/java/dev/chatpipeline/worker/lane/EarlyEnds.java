package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatEvent;
import dev.chatpipeline.worker.log.Cancels;
import org.jspecify.annotations.Nullable;

/**
 * Ends turns that never start, rejected and cancelled ones: at once, whatever runs before them, but not before they are
 * introduced. Confined to the mailbox.
 */
final class EarlyEnds {

    /** Takes turns that this has taken from those that wait. */
    interface Outcome {

        /** The turn's end counts. */
        void endedEarly(PlacedTurn placed);

        /** The turn's end does not count, or was not written. */
        void notEnded(PlacedTurn placed);
    }

    private final SessionView session;
    private final Introductions introductions;
    private final TurnEvents events;
    private final LaneWriter writer;
    private final WaitingTurns waiting;
    private final Outcome outcome;

    private int underWay;

    EarlyEnds(
            SessionView session,
            Introductions introductions,
            TurnEvents events,
            LaneWriter writer,
            WaitingTurns waiting,
            Outcome outcome) {
        this.session = session;
        this.introductions = introductions;
        this.events = events;
        this.writer = writer;
        this.waiting = waiting;
        this.outcome = outcome;
    }

    /** How many ends have been written and not read back. */
    int underWay() {
        return underWay;
    }

    /** Ends every waiting turn that is to end. */
    void endAllDue() {
        waiting.all().forEach(this::endIfDue);
    }

    /** Ends this turn if it is to end. */
    void endIfDue(PlacedTurn placed) {
        if (introductions.isIntroduced(placed) && session.endsEarly(placed)) {
            @Nullable ChatEvent end = endOf(placed);
            if (end != null) {
                end(placed, end);
            }
        }
    }

    private @Nullable ChatEvent endOf(PlacedTurn placed) {
        if (placed.rejection() != null) {
            return events.rejected(placed.turn(), placed.rejection());
        }
        Cancels.Cancel cancel = session.cancelOf(placed);
        return cancel == null ? null : events.cancelled(placed.turn(), cancel.userId());
    }

    private void end(PlacedTurn placed, ChatEvent event) {
        waiting.remove(placed);
        underWay++;
        writer.writeDecisive(
                event,
                events.head(event.type(), placed),
                counts -> decided(placed, counts),
                () -> decided(placed, false));
    }

    private void decided(PlacedTurn placed, boolean counts) {
        underWay--;
        if (counts) {
            outcome.endedEarly(placed);
        } else {
            outcome.notEnded(placed);
        }
    }
}
