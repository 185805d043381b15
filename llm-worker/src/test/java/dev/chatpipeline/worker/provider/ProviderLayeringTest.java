package dev.chatpipeline.worker.provider;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ProviderLayeringTest {

    private static final String PROVIDER = "dev.chatpipeline.worker.provider";

    private final JavaClasses worker = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.chatpipeline.worker");

    @Test
    void onlyThisPackageKnowsLangchain4j() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PROVIDER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .check(worker);
        classes()
                .that()
                .haveSimpleName("Models")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.langchain4j..")
                .because("else the rule above would see nothing")
                .check(worker);
    }

    @Test
    void othersSeeTheCatalogAndItsPropertiesOnly() {
        classes()
                .that()
                .resideInAPackage(PROVIDER)
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should()
                .haveNameMatching(".*\\.(ModelCatalog|ModelProperties)")
                .check(worker);
    }

    @Test
    void thisPackageKnowsOfTheWorkerOnlyThePort() {
        noClasses()
                .that()
                .resideInAPackage(PROVIDER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.chatpipeline.worker.dispatch..")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(worker);
    }
}
