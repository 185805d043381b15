package dev.chatpipeline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CyclesTest {

    private static final String EXAMPLES = "dev.chatpipeline.architecture.example.";

    @Test
    void threePackagesThatReferToEachOtherInARingAreACycle() {
        List<Violation> violations = new PackageCycles().violations(Example.packages(EXAMPLES + "ring"));

        assertThat(violations).singleElement().satisfies(violation -> {
            assertThat(violation.subjects())
                    .isEqualTo(Set.of(EXAMPLES + "ring.first", EXAMPLES + "ring.second", EXAMPLES + "ring.third"));
            assertThat(violation.message()).contains("ring.third -> " + EXAMPLES + "ring.first: ");
        });
    }

    @Test
    void packagesThatReferToEachOtherOneWayAreNone() {
        assertThat(new PackageCycles().violations(Example.packages(EXAMPLES + "chain")))
                .isEmpty();
    }

    @Test
    void fourClassesInARingAreTooMany() {
        List<Violation> violations = new ClassCycles().violations(Example.packages(EXAMPLES + "four"));

        assertThat(violations)
                .singleElement()
                .satisfies(violation -> assertThat(violation.message())
                        .startsWith("4 classes in a cycle (expected: <= 3): ")
                        .contains("four.Four -> " + EXAMPLES + "four.One: "));
    }

    @Test
    void threeClassesInARingAreNot() {
        assertThat(new ClassCycles().violations(Example.packages(EXAMPLES + "three")))
                .isEmpty();
    }

    @Test
    void aRingThroughOtherPackagesIsNoCycleWithinOne() {
        assertThat(new ClassCycles().violations(Example.packages(EXAMPLES + "ring")))
                .isEmpty();
    }
}
