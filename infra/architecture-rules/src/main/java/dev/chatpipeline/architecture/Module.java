package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/** @param sources the root folder of the sources that the classes were compiled from */
record Module(JavaClasses classes, Path sources) {

    /** The main classes of the Maven module that the test belongs to. */
    static Module of(Class<?> test) {
        Path tests = compiled(test);
        return new Module(
                new ClassFileImporter().importPath(tests.resolveSibling("classes")),
                tests.resolve("../../src/main/java").normalize());
    }

    /** The classes without those that only document a package. */
    List<JavaClass> types() {
        return classes.stream()
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
    }

    private static Path compiled(Class<?> test) {
        try {
            return Path.of(
                    test.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
