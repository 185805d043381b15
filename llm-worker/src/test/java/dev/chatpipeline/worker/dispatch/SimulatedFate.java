package dev.chatpipeline.worker.dispatch;

import java.util.List;
import java.util.Random;

/** A simulation's random decisions, made from a seed, and whether faults still happen. */
final class SimulatedFate {

    private static final int PERCENT = 100;

    /** Consecutive seeds must not start with similar decisions. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final Random random;
    private boolean kind;

    SimulatedFate(long seed) {
        this.random = new Random(seed * SPREAD);
    }

    Random random() {
        return random;
    }

    /** From now on nothing fails. */
    void becomeKind() {
        kind = true;
    }

    boolean isKind() {
        return kind;
    }

    /** Whether a fault with this probability happens. */
    boolean strikes(int percent) {
        return !kind && percents(percent);
    }

    boolean percents(int percent) {
        return random.nextInt(PERCENT) < percent;
    }

    /** Both bounds are inclusive. */
    int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
