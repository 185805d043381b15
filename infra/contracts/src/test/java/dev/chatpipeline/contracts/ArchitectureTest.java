package dev.chatpipeline.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.chatpipeline.architecture.ArchitectureRules;
import dev.chatpipeline.architecture.Boundaries;
import dev.chatpipeline.architecture.KnownViolations;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    /** Services without a database do not have Flyway, so only {@code Tables} may depend on it. */
    @Override
    public KnownViolations known() {
        return KnownViolations.none().crosses(Boundaries.DATABASES, Tables.class.getName());
    }

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
                .check(mainClasses());
    }

    @Test
    void theReducerKnowsNeitherKafkaNorJson() {
        noClasses()
                .that()
                .haveNameMatching(".*\\.(SessionReducer|SessionState|TurnRules).*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "tools.jackson..")
                .check(mainClasses());
    }
}
