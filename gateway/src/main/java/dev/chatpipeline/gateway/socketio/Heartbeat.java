package dev.chatpipeline.gateway.socketio;

import java.time.Duration;

/**
 * When the next ping of one session is due and until when its pong counts. All times are {@link System#nanoTime()}.
 * Deadlines follow from one another, not from when a timer came round to look, so that a late timer does not lengthen
 * them. Not thread-safe.
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
        if (!awaitingPong && now - nextPing >= 0) {
            awaitingPong = true;
            return Due.PING;
        }
        return Due.NOTHING;
    }

    /** True once the pong is overdue, whether or not its ping could be sent. */
    boolean isExpired(long now) {
        return now - (nextPing + timeout) >= 0;
    }

    void alive(long now) {
        awaitingPong = false;
        nextPing = now + interval;
    }

    /** Nanoseconds until the next look. */
    long untilNextLook(long now) {
        return (awaitingPong ? nextPing + timeout : nextPing) - now;
    }
}
