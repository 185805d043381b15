package dev.chatpipeline.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.chatpipeline.architecture.ArchitectureRules;
import dev.chatpipeline.architecture.KnownViolations;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Override
    public KnownViolations known() {
        return KnownViolations.none()
                .packageCycle(
                        "dev.chatpipeline.gateway",
                        "dev.chatpipeline.gateway.chat",
                        "dev.chatpipeline.gateway.history",
                        "dev.chatpipeline.gateway.security");
    }

    @Test
    void partsDependOneWay() {
        noClasses()
                .that()
                .resideInAPackage("..gateway.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..gateway.chat..", "..gateway.history..", "..gateway.security..")
                .check(mainClasses());
        noClasses()
                .that()
                .resideInAnyPackage("..gateway.history..", "..gateway.security..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..gateway.chat..", "..gateway.relay..", "..gateway.socketio..")
                .check(mainClasses());
    }
}
