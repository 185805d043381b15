package dev.chatpipeline.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {

    private static final Path PAGE = Checkout.file("infra/docs/configuration.md");

    /** Rewrites the page instead of checking it. */
    private static final boolean WRITE = Boolean.getBoolean("configuration.write");

    private static final String COMMAND = "mvn -pl infra/standalone -am test -Dtest=ConfigurationPageTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dconfiguration.write=true";

    private final Collection<ConfigurationKey> keys = ConfigurationMetadata.keys();

    @Test
    void thePageIsCurrent() throws IOException {
        String page = ConfigurationPage.of(keys);
        if (WRITE) {
            Files.writeString(PAGE, page);
        }

        assertThat(PAGE)
                .as("made from the properties records; to write it again: " + COMMAND)
                .hasContent(page);
    }

    @Test
    void everyKeySaysWhatItMeans() {
        assertThat(keys)
                .allSatisfy(key -> assertThat(key.meaning()).as(key.name()).isNotEmpty());
    }
}
