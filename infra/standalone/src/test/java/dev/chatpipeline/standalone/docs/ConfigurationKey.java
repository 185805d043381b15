package dev.chatpipeline.standalone.docs;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A configuration key as the documentation shows it.
 *
 * @param type         duration, size, whole number, …
 * @param unit         unit of a bare number; empty if the value includes its own or has none
 * @param defaultValue null if there is none
 * @param bound        what the value must satisfy; empty if everything is allowed
 * @param readBy       the services, in alphabetical order
 */
record ConfigurationKey(
        String name, Kind kind, @Nullable String defaultValue, String bound, String meaning, List<String> readBy) {

    /** @param unit unit of a bare number */
    record Kind(String type, String unit) {}

    /** The table that the key is in, for example {@code chat.worker} for {@code chat.worker.lease}. */
    String prefix() {
        return name.replaceFirst("^(chat\\.[a-z-]+).*", "$1");
    }

    ConfigurationKey alsoReadBy(List<String> services) {
        List<String> all = List.copyOf(
                new TreeSet<>(Stream.concat(readBy.stream(), services.stream()).toList()));
        return new ConfigurationKey(name, kind, defaultValue, bound, meaning, all);
    }
}
