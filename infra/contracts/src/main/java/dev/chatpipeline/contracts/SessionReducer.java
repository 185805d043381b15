package dev.chatpipeline.contracts;

/**
 * Decides which records of a session count. It is a pure function over headers in log order. Gateways, workers, projector and
 * tests all use it, so they see the same stream, whatever was written by workers that crashed, hung or came back.
 *
 * <p>A start counts if its turn is later than the current one and has not ended early, or if it is a higher attempt at the
 * current turn while that is open. Chunks and ends count only for the open turn and its current attempt, and chunks only in
 * sequence. An end with attempt 0 ends, once, a later turn that has not started. A user message counts once.
 */
public final class SessionReducer {

    private SessionReducer() {}

    /**
     * @param state  the state after the record
     * @param counts whether readers act on the record and clients see it
     */
    public record Step(SessionState state, boolean counts) {}

    /** The state after one more record of the session. */
    public static Step fold(SessionState state, EventHead head) {
        return switch (head.type()) {
            case USER_MESSAGE ->
                head.turn() > state.introduced() ? counted(state.introduced(head.turn())) : ignored(state);
            case CHAT_QUEUED -> isAhead(state, head) ? counted(state) : ignored(state);
            case CHAT_STARTED ->
                canStart(state, head) ? counted(state.started(head.turn(), head.attempt())) : ignored(state);
            case CHAT_CHUNK ->
                isCurrent(state, head) && head.seq() == state.nextSeq() ? counted(state.chunk()) : ignored(state);
            case CHAT_HEARTBEAT -> isCurrent(state, head) ? counted(state) : ignored(state);
            case CHAT_COMPLETE, CHAT_CANCELLED, ERROR -> end(state, head);
        };
    }

    private static Step end(SessionState state, EventHead head) {
        if (head.attempt() == 0) {
            return isAhead(state, head) ? counted(state.endedEarly(head.turn())) : ignored(state);
        }
        return isCurrent(state, head) ? counted(state.ended()) : ignored(state);
    }

    private static boolean canStart(SessionState state, EventHead head) {
        return head.attempt() > 0
                && (isAhead(state, head)
                        || (head.turn() == state.turn() && state.open() && head.attempt() > state.attempt()));
    }

    private static boolean isAhead(SessionState state, EventHead head) {
        return head.turn() > state.turn() && !state.endedEarly().contains(head.turn());
    }

    private static boolean isCurrent(SessionState state, EventHead head) {
        return state.open() && head.turn() == state.turn() && head.attempt() == state.attempt();
    }

    private static Step counted(SessionState state) {
        return new Step(state, true);
    }

    private static Step ignored(SessionState state) {
        return new Step(state, false);
    }
}
