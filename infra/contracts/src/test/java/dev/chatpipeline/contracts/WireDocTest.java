package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** {@code infra/docs/wire.md} agrees with the code. */
class WireDocTest {

    private static final Path WIRE = Path.of("..", "docs", "wire.md");

    @ParameterizedTest
    @EnumSource
    void eventsHaveTheFieldsTheDocumentNames(EventType type) throws IOException {
        List<String> documented = new ArrayList<>(List.of("session_id", "message_id", "timestamp"));
        for (String field : cell(type.wire()).replaceAll("[`? ]", "").split(",")) {
            documented.add(field);
        }
        JsonNode sample = ChatJson.mapper().readTree(Resources.sample(type));
        assertThat(documented).containsExactlyElementsOf(sample.propertyNames());
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentShowsTheApprovedSample(EventType type) throws IOException {
        assertThat(Files.readAllLines(WIRE)).contains(new String(Resources.sample(type), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void theDocumentListsTheCodes(FailureCode.Kind kind) throws IOException {
        List<String> codes = Arrays.stream(FailureCode.values())
                .filter(code -> code.kind() == kind)
                .map(code -> '`' + code.wire() + '`' + (code.retryable() ? " R" : ""))
                .toList();
        assertThat(cell(kind.wire())).isEqualTo(String.join(", ", codes));
    }

    /** The second cell of the row that starts with this name. */
    private static String cell(String name) throws IOException {
        return Files.readAllLines(WIRE).stream()
                .filter(line -> line.startsWith("| `" + name + "` |"))
                .map(line -> line.split("\\|")[2].strip())
                .reduce((one, other) -> {
                    throw new AssertionError("two rows begin with " + name);
                })
                .orElseThrow(() -> new AssertionError("no row begins with " + name));
    }
}
