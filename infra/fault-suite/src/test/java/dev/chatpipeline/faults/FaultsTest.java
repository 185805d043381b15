package dev.chatpipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatpipeline.faults.cluster.Jars;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A short run of what {@code infra/faults} does for as long as asked: the services' own jars, killed and cut off. */
class FaultsTest {

    /** Its first faults are of every kind of process; {@code -Dfaults.seed=N} runs others. */
    private static final long SEED = Long.getLong("faults.seed", 285);

    private static final Duration FAULTS_FOR = Duration.ofSeconds(40);
    private static final int PEOPLE = 8;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void everyGuaranteeHolds() throws InterruptedException {
        Jars jars = Jars.fromSystemProperties();
        assumeTrue(jars.whyUnusable() == null, jars::whyUnusable);

        FaultPlan plan = new FaultPlan(SEED, FAULTS_FOR, folder, jars, PEOPLE, 2, 2, 2, false);
        FaultReport report = new FaultRun(plan, System.out::println).run();

        System.out.println(report);
        assertThat(report.isClean()).as(report.toString()).isTrue();
        assertThat(report.injected().values()).as("faults").hasSizeGreaterThan(3);
    }
}
