package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.TopicLayoutException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words what keeps the gateway from starting, in place of a stack trace. */
final class TopicLayoutFailureAnalyzer extends AbstractFailureAnalyzer<TopicLayoutException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, TopicLayoutException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Set chat.topics.* to how the topics are, or lay the topics out anew.", cause);
    }
}
