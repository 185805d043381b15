package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.ChatCommand;
import dev.chatpipeline.contracts.EventType;
import java.util.function.Consumer;

/**
 * Introduces turns: writes their {@code user_message}, each once the one before is in the log. Confined to the mailbox.
 */
final class Introductions {

    private final SessionView session;
    private final TurnEvents events;
    private final LaneWriter writer;
    private final Runnable introduced;
    private final Consumer<Runnable> retry;

    private boolean underWay;
    private long last = -1;

    /**
     * @param introduced called when a turn's message is in the log
     * @param retry      runs a task again after a pause
     */
    Introductions(
            SessionView session, TurnEvents events, LaneWriter writer, Runnable introduced, Consumer<Runnable> retry) {
        this.session = session;
        this.events = events;
        this.writer = writer;
        this.introduced = introduced;
        this.retry = retry;
    }

    /** Whether a message is on its way; until it is in the log no other turn may be introduced. */
    boolean isUnderWay() {
        return underWay;
    }

    /** Whether the turn's message is in the log, where it has one; its end must not come before it. */
    boolean isIntroduced(PlacedTurn placed) {
        return !underWay || placed.offset() <= last;
    }

    /** Writes the turn's message, unless it has none or the log has it. */
    void introduce(PlacedTurn placed) {
        if (!(placed.turn().command() instanceof ChatCommand.SendMessage send)
                || placed.placement() == null
                || session.state().introduced() >= placed.offset()) {
            underWay = false;
            last = placed.offset();
            return;
        }
        underWay = true;
        writer.write(
                events.userMessage(send, placed.placement().parentId()),
                events.userMessageHead(placed.turn(), send),
                () -> {
                    underWay = false;
                    last = placed.offset();
                    introduced.run();
                },
                () -> retry.accept(() -> introduceAgain(placed)));
    }

    /** Tells clients how many turns are before this one. Nothing depends on it: if it is lost, they are not told. */
    void announceWait(PlacedTurn placed, int ahead) {
        writer.write(
                events.queued(placed.turn(), ahead), events.head(EventType.CHAT_QUEUED, placed), () -> {}, () -> {});
    }

    /** Unless the record that failed has got into the log after all. */
    private void introduceAgain(PlacedTurn placed) {
        introduce(placed);
        if (!underWay) {
            introduced.run();
        }
    }
}
