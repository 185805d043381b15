package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ModelProvider;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model answers in which workspace, as far as clients are shown; the workers read the same keys, and more.
 *
 * @param workspaces settings by workspace id; the one named {@value #DEFAULT_WORKSPACE} serves every id not listed
 */
@ConfigurationProperties("chat")
record WorkspaceProperties(@DefaultValue Map<String, Map<String, String>> workspaces) {

    static final String DEFAULT_WORKSPACE = "default";

    /** Null when that workspace names none: provider and model are the default workspace's. */
    @Nullable
    ModelProvider provider(String workspaceId) {
        String name = setting(workspaceId, "provider");
        return name == null
                ? null
                : Arrays.stream(ModelProvider.values())
                        .filter(provider -> provider.wire().equalsIgnoreCase(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("chat.workspaces." + workspaceId + ".provider: "
                                + name + " (expected: one of " + Arrays.toString(ModelProvider.values()) + ")"));
    }

    /** Null when that workspace names none: the provider's default. */
    @Nullable
    String model(String workspaceId) {
        return setting(workspaceId, "model");
    }

    private @Nullable String setting(String workspaceId, String key) {
        String value = workspaces.getOrDefault(workspaceId, Map.of()).get(key);
        return value == null || value.isBlank() ? null : value;
    }
}
