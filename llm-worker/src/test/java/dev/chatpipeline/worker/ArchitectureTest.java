package dev.chatpipeline.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.chatpipeline.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    private static final String PROVIDER = "dev.chatpipeline.worker.provider";

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

    @Test
    void othersSeeTheCatalogOfProvidersAndItsPropertiesOnly() {
        classes()
                .that()
                .resideInAPackage(PROVIDER)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*\\.(ModelCatalog|ModelProperties)")
                .check(mainClasses());
    }

    @Test
    void providersKnowOfTheWorkerOnlyThePort() {
        noClasses()
                .that()
                .resideInAPackage(PROVIDER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..worker.dispatch..",
                        "..worker.lane..",
                        "..worker.log..",
                        "..worker.store..",
                        "org.apache.kafka..")
                .check(mainClasses());
    }

    /** Otherwise the boundary around langchain4j would be useless. */
    @Test
    void providersUseLangchain4j() {
        classes()
                .that()
                .haveSimpleName("Models")
                .should()
                .resideInAPackage(PROVIDER)
                .andShould()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .check(mainClasses());
    }
}
