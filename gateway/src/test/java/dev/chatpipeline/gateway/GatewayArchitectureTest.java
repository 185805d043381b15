package dev.chatpipeline.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class GatewayArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.chatpipeline.gateway");

    @Test
    void onlyHistoryUsesJdbc() {
        noClasses()
                .that()
                .resideOutsideOfPackage("..gateway.history..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.flywaydb..")
                .check(CLASSES);
    }

    @Test
    void noServiceKnowsAnother() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.chatpipeline.worker..", "dev.chatpipeline.projector..")
                .check(CLASSES);
    }

    @Test
    void partsDependOneWay() {
        classes()
                .that()
                .resideInAPackage("..gateway.relay..")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("..gateway.chat..", "..gateway.history..", "..gateway.security..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("..gateway.history..", "..gateway.security..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..gateway.chat..", "..gateway.relay..", "..gateway.socketio..")
                .check(CLASSES);
    }

    @Test
    void onlyTheRelayStartsThreadsBesidesTheSocketServer() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.chatpipeline.gateway.relay.Relay")
                .and()
                .resideOutsideOfPackage("..gateway.socketio..")
                .should()
                .callMethod(Thread.class, "start")
                .orShould()
                .callMethod(Thread.class, "ofVirtual")
                .orShould()
                .callMethod(Thread.class, "ofPlatform")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(CLASSES);
    }
}
