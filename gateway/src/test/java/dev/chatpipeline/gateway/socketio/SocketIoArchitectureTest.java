package dev.chatpipeline.gateway.socketio;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The package could be lifted out as a library. */
class SocketIoArchitectureTest {

    private static final String ITSELF = "dev.chatpipeline.gateway.socketio";

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ITSELF);

    @Test
    void knowsNothingOfTheRestOfTheProject() {
        noClasses()
                .should()
                .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                "dev.chatpipeline..")
                        .and(com.tngtech.archunit.base.DescribedPredicate.not(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(ITSELF))))
                .check(classes);
    }

    @Test
    void knowsNeitherKafkaNorSecurityNorDatabases() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.springframework.kafka..",
                        "org.springframework.security..",
                        "java.sql..")
                .check(classes);
    }
}
