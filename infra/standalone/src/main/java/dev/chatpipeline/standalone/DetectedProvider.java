package dev.chatpipeline.standalone;

import dev.chatpipeline.contracts.ModelProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The model server that answers in the default workspace.
 *
 * @param provider the model server's kind
 * @param model    the provider's name for the model
 * @param baseUrl  where its API begins; null for the provider's own address
 * @param apiKey   null when none is sent
 * @param reason   why this one was chosen, for the person who started us
 */
record DetectedProvider(
        ModelProvider provider,
        String model,
        @Nullable String baseUrl,
        @Nullable String apiKey,
        String reason) {

    /** The properties to set for every service. */
    Map<String, Object> properties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("chat.workspaces.default.provider", provider.wire());
        properties.put("chat.workspaces.default.model", model);
        String server = "chat.providers." + provider.wire();
        if (baseUrl != null) {
            properties.put(server + ".base-url", baseUrl);
        }
        if (apiKey != null) {
            properties.put(server + ".api-key", apiKey);
        }
        return properties;
    }

    /** Without the key, so that it reaches no log. */
    @Override
    public String toString() {
        return provider.wire() + " with model " + model + " (" + reason + ")";
    }
}
