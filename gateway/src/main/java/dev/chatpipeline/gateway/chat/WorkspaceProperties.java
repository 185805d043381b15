package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ModelDirectory;
import dev.chatpipeline.contracts.ModelDirectory.Choice;
import dev.chatpipeline.contracts.ModelProvider;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model answers in which workspace, as far as clients are told. The workers read the same keys, and more, so a
 * workspace is a map here: a record would not be bound where only keys of the workers' are set.
 *
 * @param workspaces settings by workspace id; the one named {@value ModelDirectory#DEFAULT_WORKSPACE} serves every id not
 *                   listed
 */
@ConfigurationProperties("chat")
record WorkspaceProperties(@DefaultValue Map<String, Map<String, String>> workspaces) {

    ModelDirectory directory() {
        Map<String, Choice> choices = new HashMap<>();
        workspaces.forEach((id, settings) ->
                choices.put(id, new Choice(provider(id, settings.get("provider")), settings.get("model"))));
        return new ModelDirectory(choices);
    }

    private static @Nullable ModelProvider provider(String workspaceId, @Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        return Arrays.stream(ModelProvider.values())
                .filter(provider -> provider.wire().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("chat.workspaces." + workspaceId + ".provider: " + name
                        + " (expected: one of " + Arrays.toString(ModelProvider.values()) + ")"));
    }
}
