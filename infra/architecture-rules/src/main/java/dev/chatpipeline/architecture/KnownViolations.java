package dev.chatpipeline.architecture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a module still does against the rules. A violation that is not listed fails the test, and so does an entry that no
 * longer describes one, so the list can only shrink.
 */
public final class KnownViolations {

    private static final KnownViolations NONE = new KnownViolations(Map.of());

    /** Sets of names that may break a rule together, by the rule's name. */
    private final Map<String, List<Set<String>>> entries;

    private KnownViolations(Map<String, List<Set<String>>> entries) {
        this.entries = entries;
    }

    public static KnownViolations none() {
        return NONE;
    }

    /** These packages refer to each other in a cycle. */
    public KnownViolations packageCycle(String... packages) {
        return with(PackageCycles.NAME, Set.of(packages));
    }

    /** These top-level classes of one package refer to each other in a cycle. */
    public KnownViolations classCycle(String inPackage, String... simpleNames) {
        return with(
                ClassCycles.NAME,
                Arrays.stream(simpleNames).map(name -> inPackage + "." + name).collect(Collectors.toSet()));
    }

    /** This class starts threads although its package's documentation does not name it. */
    public KnownViolations threads(String className) {
        return with(ThreadStarts.NAME, Set.of(className));
    }

    /** This class uses a library where it does not belong. */
    public KnownViolations crosses(String boundary, String className) {
        Boundaries.named(boundary);
        return with(boundary, Set.of(className));
    }

    void check(Rule rule, Module module) {
        List<Violation> violations = rule.violations(module);
        List<Set<String>> known = entries.getOrDefault(rule.name(), List.of());
        List<String> problems = Stream.concat(unknown(violations, known), outdated(violations, known))
                .toList();
        if (!problems.isEmpty()) {
            throw new AssertionError(rule.name() + ":\n" + String.join("\n", problems));
        }
    }

    private static Stream<String> unknown(List<Violation> violations, List<Set<String>> known) {
        return violations.stream()
                .filter(violation -> known.stream().noneMatch(entry -> entry.containsAll(violation.subjects())))
                .map(Violation::message);
    }

    private static Stream<String> outdated(List<Violation> violations, List<Set<String>> known) {
        Set<String> offenders = violations.stream()
                .flatMap(violation -> violation.subjects().stream())
                .collect(Collectors.toSet());
        return known.stream()
                .flatMap(Set::stream)
                .filter(name -> !offenders.contains(name))
                .sorted()
                .map(name -> name + " obeys now (expected: no entry in known())");
    }

    private KnownViolations with(String rule, Set<String> names) {
        Map<String, List<Set<String>>> more = new LinkedHashMap<>(entries);
        List<Set<String>> ofRule = new ArrayList<>(more.getOrDefault(rule, List.of()));
        ofRule.add(names);
        more.put(rule, ofRule);
        return new KnownViolations(more);
    }
}
