package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which node refers to which; a node is a class or a package. */
final class References {

    private final Map<String, Map<String, Dependency>> targets = new TreeMap<>();

    /** References among these classes, as those of the nodes they belong to; references within a node are left out. */
    static References among(Collection<JavaClass> classes, Function<JavaClass, String> node) {
        References references = new References();
        Set<String> nodes = classes.stream().map(node).collect(Collectors.toSet());
        classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .forEach(dependency -> {
                    String from = node.apply(dependency.getOriginClass());
                    String to = node.apply(dependency.getTargetClass().getBaseComponentType());
                    if (!from.equals(to) && nodes.contains(to)) {
                        references.add(from, to, dependency);
                    }
                });
        return references;
    }

    private void add(String from, String to, Dependency dependency) {
        targets.computeIfAbsent(from, key -> new TreeMap<>()).putIfAbsent(to, dependency);
    }

    Set<String> from(String node) {
        return targets.getOrDefault(node, Map.of()).keySet();
    }

    /** One line for each reference within the component. */
    String describe(Set<String> component) {
        StringBuilder lines = new StringBuilder();
        for (String from : component) {
            targets.getOrDefault(from, Map.of()).forEach((to, dependency) -> {
                if (component.contains(to)) {
                    lines.append("\n  ").append(from).append(" -> ").append(to);
                    lines.append(": ").append(dependency.getDescription());
                }
            });
        }
        return lines.toString();
    }

    /** Strongly connected components of more than one node, by Tarjan's algorithm. */
    List<Set<String>> components() {
        return new Search().run();
    }

    private final class Search {

        private final Map<String, Integer> index = new HashMap<>();
        private final Deque<String> path = new ArrayDeque<>();
        private final Set<String> onPath = new TreeSet<>();
        private final List<Set<String>> found = new ArrayList<>();

        List<Set<String>> run() {
            for (String node : targets.keySet()) {
                if (!index.containsKey(node)) {
                    visit(node);
                }
            }
            return found;
        }

        private int visit(String node) {
            int own = index.size();
            index.put(node, own);
            int lowest = own;
            path.push(node);
            onPath.add(node);
            for (String next : from(node)) {
                Integer seen = index.get(next);
                if (seen == null) {
                    lowest = Math.min(lowest, visit(next));
                } else if (onPath.contains(next)) {
                    lowest = Math.min(lowest, seen);
                }
            }
            if (lowest == own) {
                takeComponent(node);
            }
            return lowest;
        }

        private void takeComponent(String root) {
            Set<String> component = new TreeSet<>();
            String node;
            do {
                node = path.pop();
                onPath.remove(node);
                component.add(node);
            } while (!node.equals(root));
            if (component.size() > 1) {
                found.add(component);
            }
        }
    }
}
