package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the lane knows of its session, read from Postgres when it is not in memory. Warm it needs no database: each turn
 * adds itself. Confined to the lane's mailbox.
 */
final class SessionMemory {

    private final String sessionId;
    private final OwnedPartition partition;
    private final LaneServices services;
    private final Consumer<Runnable> mailbox;
    private final Runnable afterRead;

    private @Nullable Conversation conversation;
    private boolean reading;
    private boolean stale;
    private long lastTaken = -1;

    /** @param afterRead called in the mailbox when it is worth asking again */
    SessionMemory(
            String sessionId,
            OwnedPartition partition,
            LaneServices services,
            Consumer<Runnable> mailbox,
            Runnable afterRead) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.services = services;
        this.mailbox = mailbox;
        this.afterRead = afterRead;
    }

    /** The session as of this turn; null while it has to be read first, which this call begins. */
    @Nullable
    Conversation asOf(Turn turn) {
        if (conversation == null && turn.opens() && partition.state(sessionId).equals(SessionState.EMPTY)) {
            conversation = new Conversation(sessionId);
        }
        if (conversation == null && !reading) {
            reading = true;
            stale = false;
            // Rows know every turn taken so far: waiting and running ones, and those that others ended.
            long before = Math.max(turn.offset(), lastTaken + 1);
            new HistoryRead(services, partition, sessionId, before, this::read).begin();
        }
        return reading ? null : conversation;
    }

    /** Whether no request so far had this id; false while that has to be read, after which {@code afterRead} is called. */
    boolean lacks(String requestId) {
        return !reading && conversation != null && !TurnRules.isResend(sessionId, requestId, conversation);
    }

    private void read(Conversation read) {
        mailbox.accept(() -> {
            reading = false;
            if (!stale) {
                conversation = read;
            }
            afterRead.run();
        });
    }

    /** The turn has its place in the conversation that {@link #asOf} returned. */
    void placed(Turn turn, Placement.Turn placement) {
        lastTaken = turn.offset();
        if (conversation != null) {
            conversation.add(turn.command(), placement);
        }
    }

    /** The turn ended with this text. */
    void answered(String answerId, String text) {
        if (conversation == null) {
            // A read under way may have missed it.
            stale = true;
        } else {
            conversation.answered(answerId, text);
            if (conversation.characters() > services.properties().warmCharacters()) {
                conversation = null;
            }
        }
    }

    /** Another worker ended a turn: its text, and maybe all that is known of it, is in the rows only. */
    void forget(Turn ended) {
        lastTaken = Math.max(lastTaken, ended.offset());
        conversation = null;
        stale = true;
    }
}
