package dev.chatpipeline.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Packages by ArchUnit's patterns: {@code ..store..}, {@code java.sql..}. */
final class Packages {

    private Packages() {}

    static DescribedPredicate<JavaClass> in(String... patterns) {
        return JavaClass.Predicates.resideInAnyPackage(patterns);
    }

    static DescribedPredicate<JavaClass> outside(String... patterns) {
        return JavaClass.Predicates.resideOutsideOfPackages(patterns);
    }
}
