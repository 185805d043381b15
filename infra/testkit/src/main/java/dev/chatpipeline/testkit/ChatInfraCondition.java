package dev.chatpipeline.testkit;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides before any Spring context is built; aborting later would count as a failure. */
final class ChatInfraCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String reason = ChatInfra.whyUnavailable();
        return reason == null
                ? ConditionEvaluationResult.enabled("Kafka and PostgreSQL can be had")
                : ConditionEvaluationResult.disabled(reason);
    }
}
