package dev.chatpipeline.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No threat is called stopped without a test that shows it. */
class SecurityPageTest {

    private static final Pattern THREAT = Pattern.compile("(?m)^\\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)#(\\w+)`");

    private final SourceIndex sources = SourceIndex.read();

    @Test
    void eachThreatNamesTestsThatExist() {
        List<String> threats = new ArrayList<>();
        THREAT.matcher(Checkout.read(Path.of("infra/docs/security.md")))
                .results()
                .filter(row -> !row.group(1).equals("threat") && !row.group(1).startsWith("-"))
                .forEach(row -> {
                    threats.add(row.group(1));
                    assertThat(TEST.matcher(row.group(3)).results())
                            .as(row.group(1))
                            .isNotEmpty()
                            .allMatch(test -> sources.isTest(test.group(1), test.group(2)));
                });
        assertThat(threats).hasSizeGreaterThan(15);
    }
}
