package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.Cursor;
import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.SessionReducer.Step;
import dev.chatpipeline.gateway.socketio.Frame;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One client's followers and its cursor. Each event is queued together with its cursor under the monitor. So the queue is in
 * the order of the cursors, and no cursor covers an event that is not queued before it.
 */
public final class Feed {

    private final Outlet outlet;
    private final long nonce;
    private final UUID topicId;
    private final IntToLongFunction tailPosition;
    private final Clock clock;
    private final Map<String, Follower> followers = new HashMap<>();
    private boolean closed;

    /** @param tailPosition the tail's position by partition: every record below it has been delivered to live followers */
    Feed(Outlet outlet, long nonce, UUID topicId, IntToLongFunction tailPosition, Clock clock) {
        this.outlet = outlet;
        this.nonce = nonce;
        this.topicId = topicId;
        this.tailPosition = tailPosition;
        this.clock = clock;
    }

    /** Whether the client follows a session. */
    public synchronized boolean follows(String sessionId) {
        return followers.containsKey(sessionId);
    }

    /** How many sessions the client follows. */
    public synchronized int size() {
        return followers.size();
    }

    /** Sends an event that is not in the log, with the current cursor. */
    public synchronized void announce(Frame frame) {
        if (!closed) {
            outlet.send(frame, cursor());
        }
    }

    /**
     * Adds the followers of a client that resumes, and greets it. The greeting carries the cursor that the client came with;
     * only the events after it advance the cursor.
     */
    synchronized void resume(List<Follower> resumed, Frame greeting) {
        resumed.forEach(follower -> followers.put(follower.sessionId(), follower));
        announce(greeting);
    }

    /** Adds a follower in place of any other for its session, and announces it; false if it or the feed has ended. */
    synchronized boolean begin(Follower follower, Frame joined) {
        if (closed || follower.isEnded()) {
            return false;
        }
        Follower former = followers.put(follower.sessionId(), follower);
        if (former != null) {
            former.end();
        }
        announce(joined);
        return true;
    }

    synchronized @Nullable Follower follower(String sessionId) {
        return followers.get(sessionId);
    }

    /** Ends a session's follower, announces that, and returns it, or null. No event of the session is sent afterwards. */
    synchronized @Nullable Follower end(String sessionId, Frame left) {
        Follower ended = followers.remove(sessionId);
        if (ended != null) {
            ended.end();
            announce(left);
        }
        return ended;
    }

    /** Ends a follower that could not be attached. If it has been announced as joined, announces that it left. */
    synchronized void drop(Follower follower, Frame left) {
        follower.end();
        if (followers.remove(follower.sessionId(), follower)) {
            announce(left);
        }
    }

    /** Ends the feed and all its followers, which are returned. */
    synchronized List<Follower> close() {
        closed = true;
        List<Follower> ended = List.copyOf(followers.values());
        ended.forEach(Follower::end);
        followers.clear();
        return ended;
    }

    /** Delivers a record of the follower's session. */
    synchronized void deliver(Follower follower, RelayedEvent event) {
        if (follower.isEnded() || event.offset() < follower.position()) {
            return;
        }
        Step step = event.step(follower.state());
        follower.advance(event.offset() + 1, step.state());
        if (step.counts()) {
            if (follower.isLive() && followers.size() > 1) {
                advanceOthers(follower.partition(), event.offset() + 1);
            }
            outlet.send(event.frame(), cursor());
        }
    }

    /** The tail has passed this record for the client's other live sessions as well, since it is not theirs. */
    private void advanceOthers(int partition, long position) {
        for (Follower other : followers.values()) {
            if (other.isLive() && other.partition() == partition) {
                other.advance(position);
            }
        }
    }

    boolean isCongested() {
        return outlet.isCongested();
    }

    void cut(String why) {
        outlet.cut(why);
    }

    private String cursor() {
        SortedMap<String, SessionPosition> positions = new TreeMap<>();
        for (Follower follower : followers.values()) {
            positions.put(follower.sessionId(), follower.sessionPosition(tailPosition));
        }
        return new Cursor(nonce, clock.instant(), topicId, positions).encode();
    }
}
