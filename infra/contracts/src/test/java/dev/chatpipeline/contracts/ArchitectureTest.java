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
    void contractsUseTheJdkKafkasClientJacksonAndFlywayOnly() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chatpipeline.contracts..",
                        "java..",
                        "javax.sql..",
                        "org.apache.kafka..",
                        "org.flywaydb..",
                        "tools.jackson..",
                        "com.fasterxml.jackson.annotation..",
                        "org.jspecify.annotations..")
                .check(CONTRACTS);
    }

    /** Whoever has no database has no Flyway either. */
    @Test
    void onlyTablesKnowDatabases() {
        noClasses()
                .that()
                .doNotHaveSimpleName("Tables")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.flywaydb..")
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
