package dev.chatpipeline.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.chatpipeline.worker");

    @Test
    void onlyProvidersKnowLangchain4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..worker.provider..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .check(CLASSES);
    }

    @Test
    void onlyTheStoreKnowsJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..worker.store..")
                .and()
                .doNotHaveSimpleName("WorkerConfiguration")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .check(CLASSES);
    }

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
                .check(CLASSES);
    }

    @Test
    void noOtherServiceIsImported() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.chatpipeline.gateway..", "dev.chatpipeline.projector..")
                .check(CLASSES);
    }
}
