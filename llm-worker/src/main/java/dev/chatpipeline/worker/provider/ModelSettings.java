package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelDirectory;
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

    static ModelSettings of(ModelDirectory.Model model, Workspace workspace) {
        return new ModelSettings(
                model.provider(),
                model.name(),
                workspace.contextTokens(),
                workspace.maxOutputTokens(),
                workspace.answerTokens(),
                workspace.temperature());
    }
}
