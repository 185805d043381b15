package dev.chatpipeline.gateway.engineio;

import java.time.Duration;

/**
 * When the next ping of one session is due and until when its pong counts. All times are {@link System#nanoTime()}. Not
 * thread-safe.
 *
 * <p>Times follow from one another, not from when a timer came round to look or a pong came in: pings keep their pace and a
 * timer that is a little late does not lengthen a deadline. Only when this side was held up for long is the client given
 * half the timeout from when its ping really left, so that a pause of the server does not end all sessions at once.
 */
final class Heartbeat {

    /** What a look at the clock asks for. */
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

    Due look(long now) {
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

    /** True once a pong is overdue. */
    boolean isExpired(long now) {
        return awaitingPong && now - pongDeadline >= 0;
    }

    /** The client is there; without a ping to answer this changes nothing. */
    void pong(long now) {
        if (awaitingPong) {
            awaitingPong = false;
            nextPing = latest(nextPing + interval, now);
        }
    }

    /** The client showed life by changing its transport: the next ping is due a whole interval from now. */
    void restart(long now) {
        awaitingPong = false;
        nextPing = now + interval;
    }

    /** Nanoseconds until the next look. */
    long untilNextLook(long now) {
        return (awaitingPong ? pongDeadline : nextPing) - now;
    }

    /** The later of two times of a clock that may wrap around. */
    private static long latest(long one, long other) {
        return one - other >= 0 ? one : other;
    }
}
