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

/** Sends the events of sessions to the clients that follow them. Starts the threads of this package. */
public final class Relay implements AutoCloseable {

    /** How long to wait for the broker, for the tail, or for a thread to end. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final EventLog eventLog;
    private final Tail tail;
    private final CatchUp catchUp;
    private final LogRanges ranges;
    private final int readers;
    private final Clock clock;
    private final List<Thread> threads = new ArrayList<>();
    private volatile @Nullable UUID topicId;

    /** @param readers number of partitions that can be caught up on at once */
    public Relay(EventLog eventLog, int readers, Clock clock) {
        this.eventLog = eventLog;
        this.tail = new Tail(eventLog::tailConsumer, eventLog.topic(), eventLog.partitions());
        this.catchUp = new CatchUp(eventLog::catchUpConsumer, eventLog.topic(), tail);
        this.ranges = new LogRanges(eventLog::ranges);
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * Starts to read if the broker can describe the topic; call it again if not.
     *
     * @return why it could not start; null if it did
     */
    public synchronized @Nullable String tryStart() {
        try {
            topicId = eventLog.topicId();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return "cannot describe topic " + eventLog.topic() + ": " + e;
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
     * Opens a feed for a client that follows nothing yet.
     *
     * @param nonce nonce of its recovery id, which marks its cursors
     */
    public Feed open(Outlet outlet, long nonce) {
        return new Feed(outlet, nonce, topicId(), tail::position, clock);
    }

    /**
     * How many records the log holds from these positions on.
     *
     * @param logId id of the topic that the positions belong to
     * @return empty if the log no longer holds, or never held, these positions
     * @throws Rejection {@code log_unavailable} if the broker does not respond
     */
    public OptionalLong behind(UUID logId, Map<String, SessionPosition> positions) {
        if (!logId.equals(topicId())) {
            return OptionalLong.empty();
        }
        OptionalLong behind = behind(positions, ranges.recent());
        // A recent range may still be older than the client's positions.
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
     * Resumes a client.
     *
     * @param positions how far it has seen each session that it followed
     * @param left      by session, tells the client that it may no longer follow it
     * @param greeting  sent first
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
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log is not available yet.");
        }
        return log;
    }

    /**
     * Makes a client follow a session of which the log holds nothing. Once this has returned, the client misses no record.
     *
     * @param joined tells the client that it joined
     * @param left   tells it that it left, if something fails after it was told that it joined
     * @throws Rejection {@code log_unavailable} if the end of the log cannot be determined
     */
    public void followNew(Feed feed, String sessionId, Frame joined, Frame left) {
        int partition = partitionOf(sessionId);
        Follower follower = new Follower(feed, sessionId, partition, 0, SessionState.EMPTY);
        try {
            boolean followed = false;
            while (!followed) { // repeats only if the tail stopped reading the partition in the meantime
                long end = tail.isReading(partition) ? Tail.UNKNOWN_END : eventLog.end(partition, TIMEOUT);
                followed = await(tail.attachNew(follower, end, joined));
            }
        } catch (ExecutionException | TimeoutException e) {
            feed.drop(follower, left);
            tail.detach(follower);
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log is not responding.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The gateway is stopping.", e);
        }
    }

    /**
     * Makes a client follow a session from an offset on. If it already follows the session, it starts over.
     *
     * @param offset       first offset to read
     * @param state        what the session's records below that offset fold to
     * @param joined       tells the client that it joined
     * @param beforeEvents runs after the client has been told and before any event
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

    /** Makes a client leave a session. No event of the session is sent after {@code left}. */
    public void leave(Feed feed, String sessionId, Frame left) {
        Follower ended = feed.end(sessionId, left);
        if (ended != null) {
            tail.detach(ended);
        }
    }

    /** Ends a client's feed. */
    public void close(Feed feed) {
        feed.close().forEach(tail::detach);
    }

    /** The partition of all records of a session. */
    public int partitionOf(String sessionId) {
        return Topics.partitionOf(sessionId, eventLog.partitions());
    }

    private static <T> T await(CompletableFuture<T> future)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void close() throws InterruptedException {
        tail.close();
        catchUp.close();
        for (Thread thread : threads) {
            thread.join(TIMEOUT.toMillis());
        }
    }
}
