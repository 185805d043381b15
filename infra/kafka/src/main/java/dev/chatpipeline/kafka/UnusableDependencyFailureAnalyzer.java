package dev.chatpipeline.kafka;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains why a service cannot start, in place of a stack trace. */
final class UnusableDependencyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableDependencyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnusableDependencyException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Change the configuration to match what exists, or change what exists to match the configuration."
                        + " Then start the service again.",
                cause);
    }
}
