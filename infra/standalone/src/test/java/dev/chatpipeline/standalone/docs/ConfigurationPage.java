package dev.chatpipeline.standalone.docs;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Renders {@code infra/docs/configuration.md}. */
final class ConfigurationPage {

    private static final String HEAD = """
            # Configuration
            Every key that the services read, made by the build from their properties records. A value out of bounds keeps the
            service from starting and is named together with what was expected.

            A key is given as an argument (`--chat.worker.lease=6s`), as an environment variable (`CHAT_WORKER_LEASE=6s`) or in
            any other way that Spring Boot reads. A duration is written `500ms`, `6s`, `10m` or `24h`, a size `512B`, `32KB` or
            `8MB` (of 1024), a list with commas. In a key `*` stands for a name that you choose.
            """;

    private ConfigurationPage() {}

    static String of(Collection<ConfigurationKey> keys) {
        Map<String, List<ConfigurationKey>> tables = keys.stream()
                .collect(Collectors.groupingBy(ConfigurationKey::prefix, TreeMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder(HEAD);
        tables.forEach((prefix, table) -> {
            page.append("\n## `").append(prefix).append("`\n");
            page.append("| key | type | default | bound | meaning | read by |\n");
            page.append("| --- | --- | --- | --- | --- | --- |\n");
            table.forEach(key -> page.append(row(key)));
        });
        return page.toString();
    }

    private static String row(ConfigurationKey key) {
        ConfigurationKey.Kind kind = key.kind();
        return "| `%s` | %s | %s | %s | %s | %s |\n"
                .formatted(
                        key.name(),
                        kind.unit().isEmpty() ? kind.type() : kind.type() + " of " + kind.unit(),
                        key.defaultValue() == null ? "" : code(key.defaultValue()),
                        cell(key.bound()),
                        cell(key.meaning()),
                        String.join(", ", key.readBy()));
    }

    private static String code(String value) {
        return value.isEmpty() ? "(empty)" : "`" + cell(value) + "`";
    }

    /** An unescaped bar would end the cell. */
    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
