package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import org.jspecify.annotations.Nullable;

/**
 * All that tells one model instance from another.
 *
 * @param maxOutputTokens null: the model is told no bound
 * @param answerTokens    bound for an API that demands one
 * @param temperature     null: the model's own
 */
record ModelSettings(
        ModelProvider provider,
        String model,
        int contextTokens,
        @Nullable Integer maxOutputTokens,
        int answerTokens,
        @Nullable Double temperature) {

    static ModelSettings of(Workspace workspace, Workspace defaultWorkspace) {
        Workspace named = workspace.provider() != null ? workspace : defaultWorkspace;
        ModelProvider provider = named.provider() != null ? named.provider() : ModelProvider.SIMULATED;
        return new ModelSettings(
                provider,
                named.model() != null ? named.model() : provider.defaultModel(),
                workspace.contextTokens(),
                workspace.maxOutputTokens(),
                workspace.answerTokens(),
                workspace.temperature());
    }
}
