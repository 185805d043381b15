package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.SessionState;
import java.util.function.IntToLongFunction;

/** One client's subscription to one session. The feed's monitor guards the mutable fields. */
final class Follower {

    private final Feed feed;
    private final String sessionId;
    private final int partition;
    private long position;
    private SessionState state;
    private boolean live;
    private boolean ended;

    /**
     * @param position the first offset it needs
     * @param state    what the session's records below that offset fold to
     */
    Follower(Feed feed, String sessionId, int partition, long position, SessionState state) {
        this.feed = feed;
        this.sessionId = sessionId;
        this.partition = partition;
        this.position = position;
        this.state = state;
    }

    Feed feed() {
        return feed;
    }

    String sessionId() {
        return sessionId;
    }

    int partition() {
        return partition;
    }

    /** The next offset it needs. If it is live, it has also seen everything below the tail's position. */
    long position() {
        synchronized (feed) {
            return position;
        }
    }

    SessionState state() {
        synchronized (feed) {
            return state;
        }
    }

    /** The position for the cursor. A live follower has nothing left to receive below the tail's position. */
    SessionPosition sessionPosition(IntToLongFunction tailPosition) {
        synchronized (feed) {
            long seen = live ? Math.max(position, tailPosition.applyAsLong(partition)) : position;
            return new SessionPosition(partition, seen, state);
        }
    }

    boolean isEnded() {
        synchronized (feed) {
            return ended;
        }
    }

    boolean isLive() {
        synchronized (feed) {
            return live;
        }
    }

    void advance(long toPosition, SessionState toState) {
        synchronized (feed) {
            position = Math.max(position, toPosition);
            state = toState;
        }
    }

    /** Skips records below a position, since none of them is of its session. */
    void advance(long toPosition) {
        advance(toPosition, state());
    }

    void goLive() {
        synchronized (feed) {
            live = true;
        }
    }

    void end() {
        synchronized (feed) {
            ended = true;
        }
    }
}
