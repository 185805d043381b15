package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whoever starts threads is named by the package's documentation, in a sentence about threads. */
final class ThreadStarts implements Rule {

    static final String NAME = "threads are started only by classes that package docs name";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Violation> violations(Module module) {
        Map<String, List<JavaAccess<?>>> starts = module.types().stream()
                .flatMap(type -> type.getAccessesFromSelf().stream())
                .filter(access -> access instanceof JavaCodeUnitAccess<?> call && ThreadApi.startsThread(call))
                .collect(Collectors.groupingBy(
                        access -> TopLevel.name(access.getOriginOwner()), TreeMap::new, Collectors.toList()));
        return starts.entrySet().stream()
                .filter(entry -> !isDocumented(module, entry.getKey()))
                .map(entry -> new Violation(Set.of(entry.getKey()), message(entry.getKey(), entry.getValue())))
                .toList();
    }

    private static boolean isDocumented(Module module, String className) {
        int simpleName = className.lastIndexOf('.') + 1;
        return PackageDocs.of(module.sources(), className.substring(0, simpleName - 1))
                .nameInSentenceAboutThreads(className.substring(simpleName));
    }

    private static String message(String className, List<JavaAccess<?>> starts) {
        return className + " starts threads (expected: named in its package-info.java, in a sentence about threads)"
                + starts.stream()
                        .map(access -> "\n  " + access.getDescription())
                        .sorted()
                        .collect(Collectors.joining());
    }
}
