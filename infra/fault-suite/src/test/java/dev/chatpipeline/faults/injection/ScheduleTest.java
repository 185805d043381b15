package dev.chatpipeline.faults.injection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.faults.injection.Schedule.Timed;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final Duration LONG = Duration.ofMinutes(30);

    @Test
    void isAFunctionOfTheSeed() {
        assertThat(Schedule.of(7, LONG, true)).isEqualTo(Schedule.of(7, LONG, true));
        assertThat(Schedule.of(7, LONG, true)).isNotEqualTo(Schedule.of(8, LONG, true));
    }

    @Test
    void aLongerRunBeginsLikeAShorterOne() {
        Schedule shorter = Schedule.of(7, Duration.ofMinutes(1), true);
        Schedule longer = Schedule.of(7, LONG, true);
        assertThat(longer.ofProcesses()).startsWith(shorter.ofProcesses().toArray(Timed[]::new));
        assertThat(longer.ofLinks()).startsWith(shorter.ofLinks().toArray(Timed[]::new));
    }

    @Test
    void everyFaultOfAProcessComesAsOftenAsAnyOther() {
        Map<String, Long> counts = labels(Schedule.of(7, LONG, true).ofProcesses());
        assertThat(counts).hasSize(20).containsKeys("full disk of the broker", "freeze database, unnoticed");
        assertThat(counts.values().stream().max(Comparator.naturalOrder()).orElseThrow()
                        - counts.values().stream()
                                .min(Comparator.naturalOrder())
                                .orElseThrow())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void noFullDiskWhereThereCanBeNone() {
        assertThat(labels(Schedule.of(7, LONG, false).ofProcesses()))
                .hasSize(19)
                .doesNotContainKey("full disk of the broker");
    }

    @Test
    void everyFaultOfALinkComes() {
        assertThat(labels(Schedule.of(7, LONG, true).ofLinks()))
                .containsOnlyKeys("connection cut at a byte", "connection stalled", "client dropped");
    }

    @Test
    void endsInTime() {
        Schedule schedule = Schedule.of(7, LONG, true);
        assertThat(schedule.ofProcesses().getLast().at()).isLessThan(LONG);
        assertThat(schedule.ofProcesses()).extracting(Timed::at).isSorted();
        assertThat(schedule.ofLinks().getLast().at()).isLessThan(LONG);
        assertThat(schedule.ofLinks()).extracting(Timed::at).isSorted();
    }

    private static <F extends Fault> Map<String, Long> labels(List<Timed<F>> faults) {
        return faults.stream()
                .collect(Collectors.groupingBy(timed -> timed.fault().label(), Collectors.counting()));
    }
}
