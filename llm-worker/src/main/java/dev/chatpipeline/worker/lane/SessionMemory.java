package dev.chatpipeline.worker.lane;

import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.TurnRules;
import dev.chatpipeline.contracts.TurnRules.Placement;
import dev.chatpipeline.worker.generation.Conversation;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What a lane knows of its session: read from PostgreSQL when it is cold, and grown by each turn while it is warm. Confined
 * to the mailbox.
 */
final class SessionMemory {

    private final String sessionId;
    private final Partition partition;
    private final LaneContext context;
    private final Executor mailbox;
    private final Runnable afterRead;

    private @Nullable Conversation conversation;
    private boolean reading;
    private boolean stale;
    private long lastTaken = -1;

    /** @param afterRead called in the mailbox when it is worth asking again */
    SessionMemory(String sessionId, Partition partition, LaneContext context, Executor mailbox, Runnable afterRead) {
        this.sessionId = sessionId;
        this.partition = partition;
        this.context = context;
        this.mailbox = mailbox;
        this.afterRead = afterRead;
    }

    /** The session as of this turn; null when it has to be read first, see {@link #read}. */
    @Nullable
    Conversation asOf(Turn turn) {
        if (reading) {
            return null;
        }
        if (conversation == null && turn.opens() && hasNoEvents()) {
            conversation = new Conversation(sessionId);
        }
        return conversation;
    }

    private boolean hasNoEvents() {
        return partition.sessions().state(sessionId).equals(SessionState.EMPTY);
    }

    /** Reads the session as of this turn, unless a read is under way. */
    void read(Turn turn) {
        if (reading) {
            return;
        }
        reading = true;
        stale = false;
        // Rows must know every turn taken so far: those that wait or run, and those that other workers ended.
        long before = Math.max(turn.offset(), lastTaken + 1);
        new HistoryRead(context, partition, sessionId, before, read -> mailbox.execute(() -> took(read))).begin();
    }

    private void took(Conversation read) {
        reading = false;
        if (!stale) {
            conversation = read;
        }
        afterRead.run();
    }

    /** Whether no request so far had this id; false while the session has to be read, after which it is worth asking again. */
    boolean lacks(String requestId) {
        return !reading && conversation != null && !TurnRules.isResend(sessionId, requestId, conversation);
    }

    /** The turn has its placement in the conversation that {@link #asOf} returned. */
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
            return;
        }
        conversation.answered(answerId, text);
        if (conversation.characters() > context.limits().memory().maxCharacters()) {
            conversation = null;
        }
    }

    /** Another worker ended a turn: its text, and maybe all that is known of it, is in the rows only. */
    void forget(Turn ended) {
        lastTaken = Math.max(lastTaken, ended.offset());
        conversation = null;
        stale = true;
    }
}
