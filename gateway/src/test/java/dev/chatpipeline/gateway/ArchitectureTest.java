package dev.chatpipeline.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import dev.chatpipeline.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Test
    void partsDependOneWay() {
        noClasses()
                .that()
                .resideInAPackage("..gateway.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..gateway.chat..", "..gateway.history..", "..gateway.recovery..", "..gateway.security..")
                .check(mainClasses());
        noClasses()
                .that()
                .resideInAnyPackage("..gateway.history..", "..gateway.security..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..gateway.chat..",
                        "..gateway.recovery..",
                        "..gateway.relay..",
                        "..gateway.socketio..",
                        "..gateway.engineio..")
                .check(mainClasses());
    }

    /** So that HTTP can call the chat as a socket does. */
    @Test
    void theChatKnowsNoSockets() {
        noClasses()
                .that()
                .resideInAPackage("dev.chatpipeline.gateway.chat")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..gateway.chat.socket..", "..gateway.relay..", "..gateway.socketio..", "..gateway.engineio..")
                .check(mainClasses());
        noClasses()
                .that()
                .resideInAPackage("..gateway.recovery..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..gateway.chat..", "..gateway.socketio..", "..gateway.engineio..")
                .check(mainClasses());
    }
}
