package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SimulationTest {

    @Test
    void aPlainMessageGetsTheDefaults() {
        assertThat(Simulation.of("Do tokens=many rate=-1 xttft=5 tokens=5x matter? fail="))
                .isEqualTo(new Simulation(40, 50, 100, null, 0, false));
    }

    @Test
    void directivesStandAnywhereInTheMessage() {
        assertThat(Simulation.of("please\ttokens=7 at rate=1000 recall\nttft=0 after=3 fail=stream_cut now"))
                .isEqualTo(new Simulation(7, 1000, 0, "stream_cut", 3, true));
    }

    @Test
    void numbersStayWithinBounds() {
        assertThat(Simulation.of("tokens=0 rate=0 ttft=999999999"))
                .isEqualTo(new Simulation(1, 1, 60_000, null, 0, false));
        assertThat(Simulation.of("tokens=999999999 rate=999999999 after=999999999"))
                .isEqualTo(new Simulation(100_000, 100_000, 100, null, 100_000, false));
    }

    @Test
    void theLastOfTwoCounts() {
        assertThat(Simulation.of("tokens=1 tokens=2").tokens()).isEqualTo(2);
    }

    @Test
    void aCutComesMidwayAndOtherFailuresAtOnce() {
        assertThat(Simulation.of("tokens=10 fail=stream_cut").after()).isEqualTo(5);
        assertThat(Simulation.of("tokens=10 fail=provider_stalled").after()).isEqualTo(5);
        assertThat(Simulation.of("tokens=10 fail=provider_auth").after()).isZero();
    }

    @Property
    void anyTextIsAnswerable(@ForAll String message) {
        assertThat(Simulation.of(message).tokens()).isBetween(1, Simulation.MAX_TOKENS);
    }
}
