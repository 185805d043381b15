package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.Cursor.SessionPosition;
import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.contracts.SessionState;
import dev.chatpipeline.contracts.Topics;
import dev.chatpipeline.gateway.failure.Rejection;
import dev.chatpipeline.gateway.relay.LogRanges.Range;
import dev.chatpipeline.gateway.socketio.Frame;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Brings sessions' events to the clients that follow them. Starts the threads of this package. */
public final class Relay implements AutoCloseable {

    /** Limit on finding out where the log ends, and on the tail's answer. */
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final EventLog eventLog;
    private final Tail tail;
    private final CatchUp catchUp;
    private final LogRanges ranges;
    private final int readers;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable UUID topicId;

    /** @param readers how many partitions may be caught up on at once */
    public Relay(EventLog eventLog, int readers, Clock clock) {
        this.eventLog = eventLog;
        this.tail = new Tail(eventLog::tailConsumer, eventLog.topic(), eventLog.partitions());
        this.catchUp = new CatchUp(eventLog::catchUpConsumer, eventLog.topic(), tail);
        this.ranges = new LogRanges(eventLog::ranges);
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * Begins to read, if the broker says which log there is; to be tried again if it does not.
     *
     * @return why it cannot begin now; null when it does
     */
    public synchronized @Nullable String tryStart() {
        try {
            topicId = eventLog.topicId();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return eventLog.topic() + " cannot be described: " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
        threads.add(Thread.ofPlatform().name("relay-tail").start(tail));
        for (int reader = 0; reader < readers; reader++) {
            threads.add(Thread.ofPlatform().name("relay-catch-up-" + reader).start(catchUp));
        }
        return null;
    }

    /**
     * Begins to serve a client, which follows nothing yet.
     *
     * @param nonce of its recovery id, by which its cursors are known
     */
    public Feed open(Outlet outlet, long nonce) {
        return new Feed(outlet, nonce, topicId(), tail::position, clock);
    }

    /**
     * How many records of the log lie after these positions.
     *
     * @param logId the {@link #topicId} of the log that the positions are of
     * @return empty when the log does not hold, or never held, all that comes after them
     * @throws Rejection {@code log_unavailable} when the broker does not say
     */
    public OptionalLong behind(UUID logId, Map<String, SessionPosition> positions) {
        if (!logId.equals(topicId())) {
            return OptionalLong.empty();
        }
        OptionalLong behind = behind(positions, ranges.recent());
        // A recent answer may be older than what the client has seen.
        return behind.isPresent() ? behind : behind(positions, ranges.now());
    }

    private OptionalLong behind(Map<String, SessionPosition> positions, Map<Integer, Range> held) {
        Map<Integer, Long> lowest = new HashMap<>();
        for (Map.Entry<String, SessionPosition> entry : positions.entrySet()) {
            SessionPosition at = entry.getValue();
            Range range = held.get(at.partition());
            if (at.partition() != partitionOf(entry.getKey()) || range == null || !range.contains(at.position())) {
                return OptionalLong.empty();
            }
            lowest.merge(at.partition(), at.position(), Math::min);
        }
        return OptionalLong.of(lowest.entrySet().stream()
                .mapToLong(entry ->
                        Objects.requireNonNull(held.get(entry.getKey())).end() - entry.getValue())
                .sum());
    }

    /**
     * Goes on for a client that came back.
     *
     * @param positions how far it has seen what it followed
     * @param left     by session, what tells it that it may no longer follow that one
     * @param greeting what it is told first
     */
    public void resume(Feed feed, Map<String, SessionPosition> positions, Map<String, Frame> left, Frame greeting) {
        List<Follower> followers = new ArrayList<>();
        positions.forEach((sessionId, at) ->
                followers.add(new Follower(feed, sessionId, at.partition(), at.position(), at.state())));
        feed.resume(followers, greeting);
        left.forEach(feed::end);
        followers.stream().filter(follower -> !follower.isEnded()).forEach(catchUp::add);
    }

    private UUID topicId() {
        UUID log = topicId;
        if (log == null) {
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log is not there yet.");
        }
        return log;
    }

    /**
     * Lets the client follow a session of which nothing is in the log; when this returns, nothing that is written from
     * now on is missed.
     *
     * @param joined what tells the client
     * @param left   what tells it, should it have been told that and then something fails
     * @throws Rejection {@code log_unavailable} when the end of the log cannot be found out
     */
    public void followNew(Feed feed, String sessionId, Frame joined, Frame left) {
        int partition = partitionOf(sessionId);
        Follower follower = new Follower(feed, sessionId, partition, 0, SessionState.EMPTY);
        try {
            boolean followed = false;
            while (!followed) { // again only if the tail stopped reading the partition in between
                long end = tail.isReading(partition) ? Tail.UNKNOWN_END : eventLog.end(partition, WAIT);
                followed = await(tail.attachNew(follower, end, joined));
            }
        } catch (ExecutionException | TimeoutException e) {
            feed.drop(follower, left);
            tail.detach(follower);
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The gateway is stopping.", e);
        }
    }

    /**
     * Lets the client follow a session from an offset; followed already, it is followed anew.
     *
     * @param offset       the first record that is read
     * @param state        what the session's records before that fold to
     * @param joined       what tells the client
     * @param beforeEvents runs when the client has been told and before any event
     */
    public void follow(
            Feed feed, String sessionId, long offset, SessionState state, Frame joined, Runnable beforeEvents) {
        Follower former = feed.follower(sessionId);
        Follower follower = new Follower(feed, sessionId, partitionOf(sessionId), offset, state);
        if (feed.begin(follower, joined)) {
            beforeEvents.run();
            catchUp.add(follower);
        }
        if (former != null) {
            tail.detach(former);
        }
    }

    /** Ends following; nothing of the session comes after what tells the client. */
    public void leave(Feed feed, String sessionId, Frame left) {
        Follower ended = feed.end(sessionId, left);
        if (ended != null) {
            tail.detach(ended);
        }
    }

    /** The client has gone. */
    public void close(Feed feed) {
        feed.close().forEach(tail::detach);
    }

    /** The partition in which all of a session lies. */
    public int partitionOf(String sessionId) {
        return Topics.partitionOf(sessionId, eventLog.partitions());
    }

    private static <T> T await(CompletableFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() throws InterruptedException {
        tail.close();
        catchUp.close();
        for (Thread thread : threads) {
            thread.join(WAIT.toMillis());
        }
    }
}
