package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.SessionState;
import java.util.function.IntToLongFunction;

/** One session as one client follows it. Its feed's monitor guards what changes. */
final class Follower {

    private final Feed feed;
    private final String sessionId;
    private final int partition;
    private long position;
    private SessionState state;
    private boolean live;
    private boolean ended;

    /**
     * @param position the offset of the first record it needs
     * @param state    what the session's records before that fold to
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

    /** The next offset it needs; a live one has also seen all that the tail has. */
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

    /** Where it stands now; the tail's position holds for a live one, to which the tail has nothing left to give below. */
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

    /** Nothing below that position is its. */
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
