package dev.chatpipeline.worker.lane;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When an attempt asked its model, and when it last wrote to the log. Confined to the lane's mailbox. */
final class Pulse {

    private final Clock clock;
    private final LaneLimits limits;
    private Instant asked;
    private Instant lastWritten;

    Pulse(Clock clock, LaneLimits limits) {
        this.clock = clock;
        this.limits = limits;
        this.asked = clock.instant();
        this.lastWritten = asked;
    }

    /** The model was asked. */
    void asked() {
        asked = clock.instant();
    }

    /** A record of the attempt was written. */
    void written() {
        lastWritten = clock.instant();
    }

    /** Whether the model has taken so long that the attempt fails. */
    boolean isOverdue() {
        return isSince(asked, limits.answer().timeout());
    }

    /** Whether the log has had no record for so long that the attempt must show a sign of life. */
    boolean needsHeartbeat() {
        return isSince(lastWritten, limits.heartbeat());
    }

    private boolean isSince(Instant then, Duration atLeast) {
        return Duration.between(then, clock.instant()).compareTo(atLeast) >= 0;
    }
}
