package dev.chatpipeline.gateway.chat;

import dev.chatpipeline.contracts.ModelProvider;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which model answers in which workspace, as far as clients are shown; the workers read the same keys.
 *
 * @param workspaces by workspace id; the one named {@value #DEFAULT_WORKSPACE} serves every id not listed
 */
@ConfigurationProperties("chat")
record WorkspaceProperties(@DefaultValue Map<String, Workspace> workspaces) {

    static final String DEFAULT_WORKSPACE = "default";

    /**
     * @param provider absent: provider and model are the default workspace's, and that one's are the simulation
     * @param model    absent: the provider's default
     */
    record Workspace(
            @Nullable ModelProvider provider, @Nullable String model) {}
}
