package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Ends turns that never start: refused and stopped ones. They end at once, whatever runs before them, but not before
 * their message is shown. Confined to the mailbox.
 */
final class EarlyEnds {

    private final SessionView session;
    private final Introductions introductions;
    private final TurnEvents events;
    private final LaneWriter writer;
    private final Map<Long, PlacedTurn> waiting;
    private final Consumer<PlacedTurn> ended;
    private final Consumer<PlacedTurn> putBack;

    private int underWay;

    /**
     * @param waiting what waits, by turn; turns on their way to an end are taken out
     * @param ended   takes a turn whose end counts
     * @param putBack takes a turn whose end does not count, or was not written
     */
    EarlyEnds(
            SessionView session,
            Introductions introductions,
            TurnEvents events,
            LaneWriter writer,
            Map<Long, PlacedTurn> waiting,
            Consumer<PlacedTurn> ended,
            Consumer<PlacedTurn> putBack) {
        this.session = session;
        this.introductions = introductions;
        this.events = events;
        this.writer = writer;
        this.waiting = waiting;
        this.ended = ended;
        this.putBack = putBack;
    }

    /** Ends that are written and not read back. */
    int underWay() {
        return underWay;
    }

    /** Ends whatever is due. */
    void endDue() {
        List.copyOf(waiting.values()).forEach(this::endIfDue);
    }

    void endIfDue(PlacedTurn placed) {
        if (!introductions.isShown(placed) || !session.endsEarly(placed)) {
            return;
        }
        Cancels.Cancel cancel = session.cancelOf(placed);
        if (placed.refusal() != null) {
            end(placed, events.refused(placed.turn(), placed.refusal()));
        } else if (cancel != null) {
            end(placed, events.cancelled(placed.turn(), cancel.userId()));
        }
    }

    private void end(PlacedTurn placed, ChatEvent event) {
        waiting.remove(placed.offset());
        underWay++;
        writer.writeDecisive(
                event,
                events.head(event.type(), placed),
                counts -> {
                    underWay--;
                    (counts ? ended : putBack).accept(placed);
                },
                () -> {
                    underWay--;
                    putBack.accept(placed);
                });
    }
}
