package dev.chatpipeline.projector;

import java.time.Duration;

/** Exponential backoff: pauses that double up to a maximum. */
final class Backoff {

    private final Duration min;
    private final Duration max;
    private Duration next;

    Backoff(Duration min, Duration max) {
        this.min = min;
        this.max = max;
        this.next = min;
    }

    Duration next() {
        Duration now = next;
        Duration doubled = now.multipliedBy(2);
        next = doubled.compareTo(max) < 0 ? doubled : max;
        return now;
    }

    void reset() {
        next = min;
    }
}
