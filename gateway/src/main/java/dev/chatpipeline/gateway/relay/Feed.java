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
 * What one client follows. Each event is queued together with its cursor under the monitor, so the order of the queue is
 * the order of the cursors, and no cursor claims an event that is not queued before it.
 */
public final class Feed {

    private final Outlet outlet;
    private final long nonce;
    private final UUID topicId;
    private final IntToLongFunction tailPosition;
    private final Clock clock;
    private final Map<String, Follower> followers = new HashMap<>();
    private boolean closed;

    /** @param tailPosition per partition, before which every record has been handed to live followers */
    Feed(Outlet outlet, long nonce, UUID topicId, IntToLongFunction tailPosition, Clock clock) {
        this.outlet = outlet;
        this.nonce = nonce;
        this.topicId = topicId;
        this.tailPosition = tailPosition;
        this.clock = clock;
    }

    /** Whether the client follows that session. */
    public synchronized boolean follows(String sessionId) {
        return followers.containsKey(sessionId);
    }

    /** How many sessions the client follows. */
    public synchronized int size() {
        return followers.size();
    }

    /** Sends an event that is not in the log, with the cursor. */
    public synchronized void announce(Frame frame) {
        if (!closed) {
            outlet.send(frame, cursor());
        }
    }

    /**
     * Takes on what a client that came back followed, and greets it: with the cursor it came with, which only the events
     * that follow move.
     */
    synchronized void resume(List<Follower> resumed, Frame greeting) {
        resumed.forEach(follower -> followers.put(follower.sessionId(), follower));
        announce(greeting);
    }

    /** Adds a follower, in place of any other of its session, and announces it; false when it or the client has gone. */
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

    /** Ends the session's follower, announces that, and returns it; null when there is none. Nothing of the session is sent after that. */
    synchronized @Nullable Follower end(String sessionId, Frame left) {
        Follower ended = followers.remove(sessionId);
        if (ended != null) {
            ended.end();
            announce(left);
        }
        return ended;
    }

    /** Ends a follower that was not to begin; should it have begun, the client is told. */
    synchronized void drop(Follower follower, Frame left) {
        follower.end();
        if (followers.remove(follower.sessionId(), follower)) {
            announce(left);
        }
    }

    /** Ends all of them, and the feed. */
    synchronized List<Follower> close() {
        closed = true;
        List<Follower> ended = List.copyOf(followers.values());
        ended.forEach(Follower::end);
        followers.clear();
        return ended;
    }

    /** A record of the follower's session. */
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

    /** The tail is past this record for the client's other live sessions too: it is none of theirs. */
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
