package dev.chatpipeline.gateway.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatpipeline.contracts.ModelProvider;
import dev.chatpipeline.gateway.chat.WorkspaceProperties.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The models that answer here. */
@RestController
class ModelsController {

    private final Models models;

    ModelsController(WorkspaceProperties properties) {
        this.models = new Models(list(properties));
    }

    /** The default workspace's first. */
    record Models(List<Model> models) {}

    /**
     * @param workspaces those configured to use it, sorted
     * @param isDefault  whether it answers in workspaces that are not configured
     * @param simulated  whether no model is asked at all
     */
    record Model(
            String provider,
            String model,
            List<String> workspaces,
            @JsonProperty("default") boolean isDefault,
            boolean simulated) {}

    @GetMapping("/api/models")
    Models models() {
        return models;
    }

    private record Key(ModelProvider provider, String model) {}

    private static List<Model> list(WorkspaceProperties properties) {
        Map<String, Workspace> configured = new TreeMap<>(properties.workspaces());
        Workspace fallback =
                configured.computeIfAbsent(WorkspaceProperties.DEFAULT_WORKSPACE, id -> new Workspace(null, null));
        Map<Key, List<String>> users = new LinkedHashMap<>();
        users.put(key(fallback, fallback), new ArrayList<>());
        configured.forEach((id, workspace) -> users.computeIfAbsent(key(workspace, fallback), k -> new ArrayList<>())
                .add(id));
        return users.entrySet().stream()
                .map(entry -> new Model(
                        entry.getKey().provider().wire(),
                        entry.getKey().model(),
                        entry.getValue(),
                        entry.getValue().contains(WorkspaceProperties.DEFAULT_WORKSPACE),
                        entry.getKey().provider() == ModelProvider.SIMULATED))
                .toList();
    }

    private static Key key(Workspace workspace, Workspace fallback) {
        Workspace named = workspace.provider() != null ? workspace : fallback;
        ModelProvider provider = named.provider() != null ? named.provider() : ModelProvider.SIMULATED;
        return new Key(provider, named.model() != null ? named.model() : provider.defaultModel());
    }
}
