package dev.chatpipeline.architecture;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownViolationsTest {

    private static final Module NO_CLASSES = Example.classes();

    @Test
    void aViolationThatIsNotListedFails() {
        assertThatThrownBy(() -> KnownViolations.none().check(found(Set.of("a.A")), NO_CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("broken by [a.A]");
    }

    @Test
    void aListedOnePasses() {
        assertThatCode(() -> threads("a.A").check(found(Set.of("a.A")), NO_CLASSES))
                .doesNotThrowAnyException();
    }

    @Test
    void anEntryThatIsNoLongerNeededFails() {
        assertThatThrownBy(() -> threads("a.A").check(found(), NO_CLASSES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a.A obeys now (expected: no entry in known())");
    }

    @Test
    void aCycleMayShrinkOnlyWithItsEntry() {
        KnownViolations cycle = KnownViolations.none().packageCycle("a", "b", "c");

        assertThatCode(() -> cycle.check(foundCycle("a", "b", "c"), NO_CLASSES)).doesNotThrowAnyException();
        assertThatThrownBy(() -> cycle.check(foundCycle("a", "b"), NO_CLASSES)).hasMessageContaining("c obeys now");
        assertThatThrownBy(() -> cycle.check(foundCycle("a", "b", "c", "d"), NO_CLASSES))
                .hasMessageContaining("broken by [a, b, c, d]");
    }

    @Test
    void anEntryHoldsForItsOwnRuleOnly() {
        assertThatThrownBy(() -> threads("a").check(foundCycle("a"), NO_CLASSES))
                .hasMessageContaining("broken by [a]");
    }

    private static KnownViolations threads(String className) {
        return KnownViolations.none().threads(className);
    }

    @SafeVarargs
    private static Rule found(Set<String>... subjects) {
        return rule(ThreadStarts.NAME, List.of(subjects));
    }

    private static Rule foundCycle(String... packages) {
        return rule(PackageCycles.NAME, List.of(Set.copyOf(Arrays.asList(packages))));
    }

    private static Rule rule(String name, List<Set<String>> subjects) {
        return new Rule() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Violation> violations(Module module) {
                return subjects.stream()
                        .map(set -> new Violation(
                                set, "broken by " + set.stream().sorted().toList()))
                        .toList();
            }
        };
    }
}
