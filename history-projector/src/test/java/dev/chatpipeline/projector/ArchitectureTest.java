package dev.chatpipeline.projector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String BASE = "dev.chatpipeline.projector";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(BASE);

    @Test
    void onlyTheStoreSpeaksJdbc() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.sql..",
                        "javax.sql..",
                        "org.springframework.jdbc..",
                        "org.springframework.data..",
                        "org.flywaydb.."));
    }

    @Test
    void theTopologyIsFreeOfSpring() {
        check(noClasses()
                .that()
                .resideInAPackage(BASE + ".topology..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", BASE, BASE + ".store.."));
    }

    @Test
    void theStoreIsFreeOfKafka() {
        check(noClasses()
                .that()
                .resideInAPackage(BASE + ".store..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", BASE));
    }

    @Test
    void onlyTheRunnerStartsThreads() {
        check(noClasses()
                .that()
                .doNotHaveSimpleName("ProjectorRunner")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ExecutorService")
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "start"));
    }

    @Test
    void noOtherServiceIsImported() {
        check(noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.chatpipeline.gateway..", "dev.chatpipeline.worker..", "dev.chatpipeline.standalone.."));
    }

    private void check(ArchRule rule) {
        rule.check(classes);
    }
}
