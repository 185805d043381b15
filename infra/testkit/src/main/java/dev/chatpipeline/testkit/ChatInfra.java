package dev.chatpipeline.testkit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * One Kafka broker and one PostgreSQL server per test JVM, started by the first call and gone with the JVM. They are the
 * embedded ones, or containers where {@code -Dchat.infra=containers} asks for them. Tests share them and keep apart by
 * {@link #freshDatabase()} and {@link #uniquePrefix()}.
 */
public final class ChatInfra {

    private static @Nullable Backend backend;

    private ChatInfra() {}

    /** What clients put into {@code bootstrap.servers}. */
    public static String bootstrapServers() {
        return backend().bootstrapServers();
    }

    /** The JDBC URL, user and password included, of a database that nobody used before. */
    public static String freshDatabase() {
        return backend().createDatabase(uniqueName());
    }

    /** A value for {@code chat.topics.prefix} that nobody used before. */
    public static String uniquePrefix() {
        return uniqueName() + ".";
    }

    /** The least that a Kafka client needs; the caller may add to it. */
    public static Map<String, Object> kafkaProperties() {
        return new HashMap<>(Map.of("bootstrap.servers", bootstrapServers()));
    }

    private static String uniqueName() {
        return "t" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }

    private static synchronized Backend backend() {
        if (backend == null) {
            String reason = whyUnavailable();
            if (reason != null) {
                throw new TestAbortedException(reason);
            }
            Backend started = wantsContainers() ? new ContainerBackend() : new EmbeddedBackend();
            Runtime.getRuntime().addShutdownHook(new Thread(started::close, "chat-infra-close"));
            backend = started;
        }
        return backend;
    }

    /** Why tests on this infrastructure cannot run here; null when they can. */
    static @Nullable String whyUnavailable() {
        return wantsContainers() ? ContainerBackend.whyUnavailable() : null;
    }

    private static boolean wantsContainers() {
        String wanted = System.getProperty("chat.infra", "embedded").toLowerCase(Locale.ROOT);
        return switch (wanted) {
            case "embedded" -> false;
            case "containers" -> true;
            default ->
                throw new IllegalArgumentException("chat.infra: " + wanted + " (expected: embedded or containers)");
        };
    }
}
