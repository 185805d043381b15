package dev.chatpipeline.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who may not use what.
 *
 * @param barred classes that may not refer to the target
 */
record Boundary(String name, DescribedPredicate<JavaClass> barred, DescribedPredicate<JavaClass> target)
        implements Rule {

    @Override
    public List<Violation> violations(Module module) {
        Map<String, List<Dependency>> crossings = module.types().stream()
                .filter(barred)
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> target.test(dependency.getTargetClass().getBaseComponentType()))
                .collect(Collectors.groupingBy(
                        dependency -> TopLevel.name(dependency.getOriginClass()), TreeMap::new, Collectors.toList()));
        return crossings.entrySet().stream()
                .map(entry -> new Violation(Set.of(entry.getKey()), message(entry.getKey(), entry.getValue())))
                .toList();
    }

    private String message(String className, List<Dependency> crossings) {
        return className + " crosses the boundary \"" + name + "\""
                + crossings.stream()
                        .map(dependency -> "\n  " + dependency.getDescription())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining());
    }
}
