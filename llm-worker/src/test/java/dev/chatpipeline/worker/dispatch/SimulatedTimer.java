package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.lane.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A worker's timer on simulated time. It may fire late but never early. */
final class SimulatedTimer implements Timer {

    private static final int WEIGHT = 4;

    private record Wake(Instant at, long order, Runnable task) {}

    private final SimulatedTime time;
    private final Queue<Wake> wakes =
            new PriorityQueue<>(Comparator.comparing(Wake::at).thenComparing(Wake::order));
    private long scheduled;

    SimulatedTimer(SimulatedTime time) {
        this.time = time;
    }

    @Override
    public void schedule(Duration delay, Runnable task) {
        wakes.add(new Wake(time.instant().plus(delay), scheduled++, task));
    }

    void offer(SimulatedChoices choices) {
        Instant next = next();
        if (next != null && !next.isAfter(time.instant())) {
            choices.due(WEIGHT, () -> wakes.remove().task().run());
        }
    }

    /** When it fires next; null if nothing is scheduled. */
    @Nullable
    Instant next() {
        return wakes.isEmpty() ? null : wakes.element().at();
    }
}
