package dev.chatpipeline.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CONTRACTS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.chatpipeline.contracts");

    @Test
    void contractsUseTheJdkKafkasClientAndJacksonOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chatpipeline.contracts..",
                        "java..",
                        "org.apache.kafka..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.annotations..")
                .check(CONTRACTS);
    }

    @Test
    void theReducerKnowsNeitherKafkaNorJson() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.(SessionReducer|SessionState|TurnRules).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "tools.jackson..")
                .check(CONTRACTS);
    }
}
