package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import java.util.List;

/** The same model for every workspace, asked without a system prompt. */
abstract class OneModel implements WorkspaceModels, StreamingModel {

    private static final Info INFO = new Info(ModelProvider.SIMULATED, "simulated");

    @Override
    public final StreamingModel forWorkspace(String workspaceId) {
        return this;
    }

    @Override
    public final Prompt prompt(String workspaceId, List<Prompt.Message> path) {
        return new Prompt("", path);
    }

    @Override
    public final Info info() {
        return INFO;
    }
}
