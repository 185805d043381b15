package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelDirectory;
import dev.chatpipeline.worker.generation.ContextWindow;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The models as configured. Workspaces with the same settings share one instance. */
public final class ModelCatalog implements WorkspaceModels {

    private record Seat(StreamingModel model, Workspace workspace) {}

    private final ModelDirectory directory;
    private final Map<String, Seat> seats = new HashMap<>();
    private final Seat defaultSeat;

    public ModelCatalog(ModelProperties properties) {
        this.directory = properties.directory();
        Models models = new Models(properties.providers());
        properties.workspaces().forEach((id, workspace) -> seats.put(id, seat(models, id, workspace)));
        this.defaultSeat =
                seats.computeIfAbsent(ModelDirectory.DEFAULT_WORKSPACE, id -> seat(models, id, Workspace.UNCONFIGURED));
    }

    private Seat seat(Models models, String workspaceId, Workspace workspace) {
        return new Seat(models.of(ModelSettings.of(directory.of(workspaceId), workspace)), workspace);
    }

    @Override
    public StreamingModel forWorkspace(String workspaceId) {
        return seat(workspaceId).model();
    }

    @Override
    public Prompt prompt(String workspaceId, List<Prompt.Message> path) {
        Workspace workspace = seat(workspaceId).workspace();
        return ContextWindow.fit(workspace.systemPrompt(), path, workspace.promptTokens(), TokenEstimator::estimate);
    }

    /** Which of them answers where. */
    public ModelDirectory directory() {
        return directory;
    }

    private Seat seat(String workspaceId) {
        return seats.getOrDefault(workspaceId, defaultSeat);
    }
}
