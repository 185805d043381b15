package dev.chatpipeline.architecture;

import static org.junit.jupiter.api.Assertions.assertAll;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/**
 * One test per rule, over all main classes of the module whose test implements this.
 *
 * <pre>{@code
 * class ArchitectureTest implements ArchitectureRules {}
 * }</pre>
 */
public interface ArchitectureRules {

    /** What the module still does against the rules. An entry that is no longer needed fails the test. */
    default KnownViolations known() {
        return KnownViolations.none();
    }

    /** The module's main classes, for rules of its own. */
    default JavaClasses mainClasses() {
        return module().classes();
    }

    @Test
    default void packagesFormNoCycle() {
        check(new PackageCycles());
    }

    @Test
    default void noCycleWithinAPackageSpansMoreThanThreeClasses() {
        check(new ClassCycles());
    }

    @Test
    default void threadsAreStartedOnlyByClassesThatPackageDocsName() {
        check(new ThreadStarts());
    }

    @Test
    default void librariesAreUsedOnlyWhereTheyBelong() {
        Module module = module();
        assertAll(Boundaries.ALL.stream().map(boundary -> () -> known().check(boundary, module)));
    }

    private void check(Rule rule) {
        known().check(rule, module());
    }

    private Module module() {
        return Module.of(getClass());
    }
}
