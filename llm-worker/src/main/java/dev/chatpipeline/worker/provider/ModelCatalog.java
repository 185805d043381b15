package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.worker.generation.ContextWindow;
import dev.chatpipeline.worker.generation.Prompt;
import dev.chatpipeline.worker.generation.StreamingModel;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import dev.chatpipeline.worker.provider.ModelProperties.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The models as configured. Workspaces with the same settings share one instance. */
public final class ModelCatalog implements WorkspaceModels {

    private final Map<String, Seat> seats = new TreeMap<>();
    private final Seat defaultSeat;

    public ModelCatalog(ModelProperties properties) {
        Models models = new Models(properties.providers());
        Map<String, Workspace> workspaces = new HashMap<>(properties.workspaces());
        Workspace fallback =
                workspaces.computeIfAbsent(ModelProperties.DEFAULT_WORKSPACE, id -> Workspace.UNCONFIGURED);
        workspaces.forEach((id, workspace) -> {
            ModelSettings settings = ModelSettings.of(workspace, fallback);
            seats.put(id, new Seat(models.of(settings), workspace));
        });
        this.defaultSeat = Objects.requireNonNull(seats.get(ModelProperties.DEFAULT_WORKSPACE));
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

    /** Every model in use, the default workspace's first. */
    public List<ModelInfo> models() {
        Map<StreamingModel.Info, List<String>> workspaces = new LinkedHashMap<>();
        workspaces.put(defaultSeat.model().info(), new ArrayList<>());
        seats.forEach((id, seat) -> workspaces
                .computeIfAbsent(seat.model().info(), info -> new ArrayList<>())
                .add(id));
        return workspaces.entrySet().stream()
                .map(entry -> new ModelInfo(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Seat seat(String workspaceId) {
        return seats.getOrDefault(workspaceId, defaultSeat);
    }

    /**
     * A model in use.
     *
     * @param workspaces the ids configured to use it, sorted
     */
    public record ModelInfo(StreamingModel.Info model, List<String> workspaces) {

        public ModelInfo {
            workspaces = List.copyOf(workspaces);
        }

        /** Whether it answers in workspaces that are not configured. */
        public boolean isDefault() {
            return workspaces.contains(ModelProperties.DEFAULT_WORKSPACE);
        }

        public boolean simulated() {
            return model.provider() == ModelProvider.SIMULATED;
        }

        @Override
        public String toString() {
            return "Model " + model.provider().wire() + "/" + model.model() + " answers in workspaces " + workspaces
                    + (isDefault() ? " and every other" : "");
        }
    }

    private record Seat(StreamingModel model, Workspace workspace) {}
}
