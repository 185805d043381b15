package dev.chatpipeline.standalone.docs;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One configuration key as the documentation shows it.
 *
 * @param type         duration, size, whole number, …
 * @param unit         of a bare number, empty where the value carries its own or has none
 * @param defaultValue null when there is none
 * @param bound        what the value must satisfy, empty when everything is allowed
 * @param readBy       the services, in alphabetical order
 */
record ConfigurationKey(
        String name, Kind kind, @Nullable String defaultValue, String bound, String meaning, List<String> readBy) {

    /** @param unit of a bare number */
    record Kind(String type, String unit) {}

    /** {@code chat.worker} of {@code chat.worker.lease}: what one table is about. */
    String prefix() {
        return name.replaceFirst("^(chat\\.[a-z-]+).*", "$1");
    }

    ConfigurationKey alsoReadBy(List<String> services) {
        List<String> all = List.copyOf(
                new TreeSet<>(Stream.concat(readBy.stream(), services.stream()).toList()));
        return new ConfigurationKey(name, kind, defaultValue, bound, meaning, all);
    }
}
