package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Nested classes count as their top-level class. */
final class ClassCycles implements Rule {

    static final String NAME = "no cycle of more than three classes within a package";

    /** Two classes that know each other are one thought in two files; beyond three nobody sees where to begin. */
    private static final int MAX_CLASSES = 3;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Violation> violations(Module module) {
        Map<String, List<JavaClass>> packages = module.types().stream()
                .collect(Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.toList()));
        return packages.values().stream().flatMap(ClassCycles::violationsWithin).toList();
    }

    private static Stream<Violation> violationsWithin(List<JavaClass> onePackage) {
        References references = References.among(onePackage, TopLevel::name);
        return references.components().stream()
                .filter(cycle -> cycle.size() > MAX_CLASSES)
                .map(cycle -> new Violation(cycle, message(cycle) + references.describe(cycle)));
    }

    private static String message(Set<String> cycle) {
        return cycle.size() + " classes in a cycle (expected: <= " + MAX_CLASSES + "): " + String.join(", ", cycle);
    }
}
