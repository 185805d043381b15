package dev.chatpipeline.gateway.engineio;

import java.time.Duration;

/**
 * When one session's next ping is due, and when its pong is overdue. All times are {@link System#nanoTime()}. Not
 * thread-safe.
 *
 * <p>Each time is computed from the one before, not from when the timer fired or the pong arrived. So pings keep their pace,
 * and a timer that fires a little late extends no deadline. After a long pause of the server itself, the client still gets
 * half the timeout from when its ping was really sent; otherwise such a pause would end all sessions at once.
 */
final class Heartbeat {

    /** What to do now. */
    enum Due {
        NOTHING,
        PING,
        CLOSE
    }

    private final long interval;
    private final long timeout;
    private long nextPing;
    private long pongDeadline;
    private boolean awaitingPong;

    Heartbeat(Duration interval, Duration timeout, long now) {
        this.interval = interval.toNanos();
        this.timeout = timeout.toNanos();
        this.nextPing = now + this.interval;
    }

    Due check(long now) {
        if (isExpired(now)) {
            return Due.CLOSE;
        }
        if (awaitingPong || now - nextPing < 0) {
            return Due.NOTHING;
        }
        awaitingPong = true;
        pongDeadline = latest(nextPing + timeout, now + timeout / 2);
        return Due.PING;
    }

    /** Whether a pong is overdue. */
    boolean isExpired(long now) {
        return awaitingPong && now - pongDeadline >= 0;
    }

    /** A pong arrived; ignored unless a ping is waiting for it. */
    void pong(long now) {
        if (awaitingPong) {
            awaitingPong = false;
            nextPing = latest(nextPing + interval, now);
        }
    }

    /** Starts a new interval, because the client has shown life by other means. */
    void restart(long now) {
        awaitingPong = false;
        nextPing = now + interval;
    }

    /** Nanoseconds until there is something to do. */
    long untilDue(long now) {
        return (awaitingPong ? pongDeadline : nextPing) - now;
    }

    /** The later of two readings of a clock that may wrap around. */
    private static long latest(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
