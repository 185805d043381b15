package dev.chatpipeline.architecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;

/** Modules made of example classes. */
final class Example {

    private static final Path SOURCES = Path.of("src/test/java");

    private Example() {}

    static Module packages(String... names) {
        return new Module(new ClassFileImporter().importPackages(names), SOURCES);
    }

    static Module classes(Class<?>... types) {
        return new Module(new ClassFileImporter().importClasses(types), SOURCES);
    }
}
