package dev.chatpipeline.contracts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which model answers in which workspace: what workers ask, and what gateways tell clients. */
public final class ModelDirectory {

    /** The workspace whose model answers in every workspace that is not configured. */
    public static final String DEFAULT_WORKSPACE = "default";

    /**
     * What a workspace's configuration says.
     *
     * @param provider null: provider and model are those of the default workspace, and there those of the simulation
     * @param model    null or blank: the provider's default
     */
    public record Choice(
            @Nullable ModelProvider provider, @Nullable String model) {

        public Choice {
            model = model == null || model.isBlank() ? null : model.strip();
            if (model != null && provider == null) {
                throw new IllegalArgumentException("provider: absent (expected: the provider of model " + model + ")");
            }
        }
    }

    /** A model, by the provider's name for it. */
    public record Model(ModelProvider provider, String name) {

        /** Whether no model is asked at all. */
        public boolean isSimulated() {
            return provider == ModelProvider.SIMULATED;
        }

        @Override
        public String toString() {
            return provider.wire() + "/" + name;
        }
    }

    /**
     * A model in use.
     *
     * @param workspaces the configured ones in which it answers, sorted
     */
    public record Entry(Model model, List<String> workspaces) {

        public Entry {
            workspaces = List.copyOf(workspaces);
        }

        /** Whether it answers in workspaces that are not configured. */
        public boolean isDefault() {
            return workspaces.contains(DEFAULT_WORKSPACE);
        }

        @Override
        public String toString() {
            return "Model " + model + " answers in workspaces " + workspaces + (isDefault() ? " and every other" : "");
        }
    }

    private final TreeMap<String, Model> byWorkspace = new TreeMap<>();
    private final Model byDefault;

    /** @param choices by workspace id */
    public ModelDirectory(Map<String, Choice> choices) {
        Model simulation = new Model(ModelProvider.SIMULATED, ModelProvider.SIMULATED.defaultModel());
        this.byDefault = resolve(choices.get(DEFAULT_WORKSPACE), simulation);
        byWorkspace.put(DEFAULT_WORKSPACE, byDefault);
        choices.forEach((id, choice) -> byWorkspace.put(id, resolve(choice, byDefault)));
    }

    private static Model resolve(@Nullable Choice choice, Model otherwise) {
        ModelProvider provider = choice == null ? null : choice.provider();
        if (choice == null || provider == null) {
            return otherwise;
        }
        return new Model(provider, choice.model() == null ? provider.defaultModel() : choice.model());
    }

    /** The model that answers there. */
    public Model of(String workspaceId) {
        return byWorkspace.getOrDefault(workspaceId, byDefault);
    }

    /** Every model in use, the default one first. */
    public List<Entry> entries() {
        Map<Model, List<String>> workspaces = new LinkedHashMap<>();
        workspaces.put(byDefault, new ArrayList<>());
        byWorkspace.forEach((id, model) ->
                workspaces.computeIfAbsent(model, any -> new ArrayList<>()).add(id));
        return workspaces.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }
}
