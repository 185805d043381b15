package dev.chatpipeline.worker.dispatch;

import java.util.List;
import java.util.Random;

/** What a seed decides in a simulation, and whether misfortune still strikes. */
final class SimulatedFate {

    private static final int PERCENT = 100;

    /** Seeds that follow one another must not begin alike. */
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

    /** Whether something bad happens that does so this often. */
    boolean strikes(int percent) {
        return !kind && percents(percent);
    }

    boolean percents(int percent) {
        return random.nextInt(PERCENT) < percent;
    }

    /** Both ends included. */
    int between(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
