package dev.chatpipeline.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Approved samples and tables on the class path. */
final class Resources {

    private Resources() {}

    /** The sample of this type, as the bytes of a record's value. */
    static byte[] sample(EventType type) {
        return text("/samples/events/" + type.wire() + ".json").getBytes(StandardCharsets.UTF_8);
    }

    static byte[] sample(CommandType type) {
        return text("/samples/commands/" + type.wire() + ".json").getBytes(StandardCharsets.UTF_8);
    }

    /** The rows of a Markdown table of two columns, the second split at its commas. */
    static Map<String, List<String>> table(String resource) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(text(resource).lines().toList());
        for (String line : lines.subList(2, lines.size())) {
            String[] cells = line.split("\\|");
            rows.put(cells[1].strip(), List.of(cells[2].strip().split(",\\s*")));
        }
        return rows;
    }

    /** The resource without its trailing newline. */
    static String text(String resource) {
        try (InputStream in = Resources.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + resource + " (expected: on the class path)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
