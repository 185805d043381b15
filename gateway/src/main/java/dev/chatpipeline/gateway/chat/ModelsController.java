package dev.chatpipeline.gateway.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatpipeline.contracts.ModelProvider;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
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
        SortedSet<String> ids = new TreeSet<>(properties.workspaces().keySet());
        ids.add(WorkspaceProperties.DEFAULT_WORKSPACE);
        Map<Key, List<String>> users = new LinkedHashMap<>();
        users.put(key(properties, WorkspaceProperties.DEFAULT_WORKSPACE), new ArrayList<>());
        ids.forEach(id -> users.computeIfAbsent(key(properties, id), key -> new ArrayList<>())
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

    private static Key key(WorkspaceProperties properties, String workspaceId) {
        boolean own = properties.provider(workspaceId) != null;
        String named = own ? workspaceId : WorkspaceProperties.DEFAULT_WORKSPACE;
        ModelProvider provider = properties.provider(named);
        ModelProvider known = provider == null ? ModelProvider.SIMULATED : provider;
        String model = properties.model(named);
        return new Key(known, model == null ? known.defaultModel() : model);
    }
}
