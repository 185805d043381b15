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
 * @param baseUrl  base URL of its API; null for the provider's default
 * @param apiKey   null if none is sent
 * @param reason   why it was chosen, for the person who started the program
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

    /** Omits the key, so that it is not logged. */
    @Override
    public String toString() {
        return provider.wire() + " with model " + model + " (" + reason + ")";
    }
}
