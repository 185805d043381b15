package dev.chatpipeline.worker.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The only clock of a simulation. It advances only when told to. */
final class SimulatedTime extends Clock {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final SimulatedPreemption preemption;
    private Instant now = START;

    SimulatedTime(SimulatedPreemption preemption) {
        this.preemption = preemption;
    }

    /** Advances to an instant, never back. */
    void advanceTo(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    Duration sinceStart() {
        return Duration.between(START, now);
    }

    @Override
    public Instant instant() {
        preemption.point();
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("zone: " + zone + " (expected: none asked for)");
    }
}
