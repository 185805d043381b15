package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.testkit.guarantee.Log.EventRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Real lanes under schedules generated from seeds. To run more: {@code -Dsimulation.schedules=100000}. To repeat one: {@code
 * -Dsimulation.seed=7 -Dsimulation.schedules=1}.
 */
@Timeout(value = 1, unit = TimeUnit.DAYS)
class WorkerSimulationTest {

    private static final long SEED = Long.getLong("simulation.seed", 1);
    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 2_000);

    /** With this many schedules, together they must have shown everything that can happen. */
    private static final int MANY = 500;

    @Test
    void everyScheduleKeepsTheGuarantees() {
        SimulationSchedules schedules = new SimulationSchedules();
        try (SimulationFailures failures = new SimulationFailures()) {
            for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
                schedules.run(seed, failures);
            }
        }
        if (SCHEDULES >= MANY) {
            schedules.requireAllSorts();
        }
    }

    @Test
    void aScheduleIsDecidedByItsSeed() {
        try (SimulationFailures failures = new SimulationFailures()) {
            assertThat(failures.take()).isEmpty();
            List<EventRecord> once = SimulationSchedules.events(SEED);
            assertThat(SimulationSchedules.events(SEED)).isEqualTo(once);
        }
    }
}
