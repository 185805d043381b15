package dev.chatpipeline.projector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.chatpipeline.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    private static final String BASE = "dev.chatpipeline.projector";

    @Test
    void theTopologyKnowsNeitherTheStoreNorTheRunner() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(BASE, BASE + ".store..")
                .check(mainClasses());
    }

    @Test
    void theStoreIsFreeOfKafka() {
        noClasses()
                .that()
                .resideInAPackage(BASE + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", BASE)
                .check(mainClasses());
    }

    @Test
    void onlyTheRunnerHasAnExecutor() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ProjectorRunner")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ExecutorService")
                .check(mainClasses());
    }
}
