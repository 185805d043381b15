package dev.chatpipeline.faults.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The services' executable jars. */
public record Jars(Path gateway, Path worker, Path projector) {

    /** Reads the system properties {@code chat.jars.gateway}, {@code .worker} and {@code .projector}. */
    public static Jars fromSystemProperties() {
        return new Jars(property("gateway"), property("worker"), property("projector"));
    }

    private static Path property(String service) {
        String path = System.getProperty("chat.jars." + service);
        if (path == null) {
            throw new IllegalStateException("chat.jars." + service + ": absent (expected: the path of a jar)");
        }
        return Path.of(path);
    }

    /** Why they cannot be used; null if they can. */
    public @Nullable String whyUnusable() {
        for (Path jar : new Path[] {gateway, worker, projector}) {
            if (!Files.isRegularFile(jar)) {
                return "no jar at " + jar + " (expected: built by mvn package)";
            }
        }
        return null;
    }
}
