package dev.chatpipeline.worker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import dev.chatpipeline.architecture.ArchitectureRules;
import dev.chatpipeline.architecture.Boundaries;
import dev.chatpipeline.architecture.KnownViolations;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Override
    public KnownViolations known() {
        return KnownViolations.none()
                .classCycle(
                        "dev.chatpipeline.worker.dispatch",
                        "Alarm",
                        "Attempt",
                        "EarlyEnds",
                        "HistoryRead",
                        "Introductions",
                        "KeptText",
                        "Lane",
                        "LaneServices",
                        "OwnedPartition",
                        "SessionMemory",
                        "SessionView")
                .threads("dev.chatpipeline.worker.provider.LangChainModel")
                .threads("dev.chatpipeline.worker.provider.SimulatedModel")
                .crosses(Boundaries.DATABASES, "dev.chatpipeline.worker.dispatch.WorkerConfiguration");
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
                .check(mainClasses());
    }
}
