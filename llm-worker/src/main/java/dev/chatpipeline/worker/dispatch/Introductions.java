package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ChatCommand;
import java.util.function.Consumer;

/** Shows a session's messages to everybody in it, each once the one before is in the log. Confined to the mailbox. */
final class Introductions {

    private final SessionView session;
    private final TurnEvents events;
    private final LaneWriter writer;
    private final Runnable shownOne;
    private final Consumer<Runnable> later;

    private boolean underWay;
    private long shown = -1;

    /**
     * @param shownOne called when a message is in the log
     * @param later    runs a task after a moment
     */
    Introductions(
            SessionView session, TurnEvents events, LaneWriter writer, Runnable shownOne, Consumer<Runnable> later) {
        this.session = session;
        this.events = events;
        this.writer = writer;
        this.shownOne = shownOne;
        this.later = later;
    }

    /** Whether a message is on its way; until it is in the log no other may be introduced. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Whether the turn's message is in the log, where it has one; its end must not come before it. */
    boolean isShown(PlacedTurn placed) {
        return !underWay || placed.offset() <= shown;
    }

    /** Shows the turn's message, unless it has none or the log has it. */
    void introduce(PlacedTurn placed) {
        if (!(placed.turn().command() instanceof ChatCommand.SendMessage send)
                || placed.placement() == null
                || session.state().introduced() >= placed.offset()) {
            underWay = false;
            shown = placed.offset();
            return;
        }
        underWay = true;
        writer.write(
                events.userMessage(send, placed.placement().parentId()),
                events.userMessageHead(placed.turn(), send),
                () -> {
                    underWay = false;
                    shown = placed.offset();
                    shownOne.run();
                },
                () -> later.accept(() -> {
                    introduce(placed);
                    if (!underWay) {
                        shownOne.run();
                    }
                }));
    }
}
