package dev.chatpipeline.gateway.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.chatpipeline.contracts.ModelDirectory;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The models that answer here. */
@RestController
class ModelsController {

    private final Models models;

    ModelsController(WorkspaceProperties properties) {
        this.models = new Models(properties.directory().entries().stream()
                .map(ModelsController::model)
                .toList());
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

    private static Model model(ModelDirectory.Entry entry) {
        return new Model(
                entry.model().provider().wire(),
                entry.model().name(),
                entry.workspaces(),
                entry.isDefault(),
                entry.model().isSimulated());
    }
}
