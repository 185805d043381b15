package dev.chatpipeline.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import dev.chatpipeline.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Test
    void generationIsPure() {
        classes()
                .that()
                .resideInAPackage("..worker.generation..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java.lang..",
                        "java.util",
                        "java.util.function..",
                        "java.time..",
                        "java.nio.charset..",
                        "org.jspecify..",
                        "dev.chatpipeline.contracts..",
                        "..worker.generation..")
                .check(mainClasses());
    }
}
