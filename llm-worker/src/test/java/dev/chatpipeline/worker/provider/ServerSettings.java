package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.provider.ModelProperties.Server;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of a server as the configuration would give them, but with short pauses. */
final class ServerSettings {

    private ServerSettings() {}

    static Server of(String baseUrl, @Nullable String key, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("base-url", baseUrl, "retry-backoff", "1ms"));
        if (key != null) {
            settings.put("api-key", key);
        }
        settings.putAll(more);
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        settings.forEach((name, value) -> source.put("server." + name, value));
        return new Binder(source).bindOrCreate("server", Server.class);
    }
}
