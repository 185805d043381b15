package dev.chatpipeline.standalone.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentTest {

    @Test
    void namesInSentencesAreFoundAndCodeBlocksAreNot() {
        Document page = markdown("The `Lane` of `infra/run`.\n```java\nnew `Gone`();\n```\nAnd `Turn`.");

        assertThat(page.code()).containsExactly("Lane", "infra/run", "Turn");
    }

    @Test
    void ofJavadocBothCodeAndLinksAreFound() {
        Document docs = Document.of(
                Path.of("package-info.java"),
                "/**\n * A {@code Lane}, a {@link\n * a.b.Turn}. <pre>{@code Gone}</pre> */\npackage a.b; // {@code Gone}");

        assertThat(docs.code()).containsExactly("Lane", "a.b.Turn");
    }

    @Test
    void headingsAndLinksMeetAsOnGitHub() {
        Document page = markdown("# Coming back\nSee [there](wire.md#coming-back).\n## What is counted (`Tally`)\n");

        assertThat(page.links()).containsExactly("wire.md#coming-back");
        assertThat(page.anchors()).containsExactly("coming-back", "what-is-counted-tally");
    }

    @Test
    void whatIsThereIsToldFromWhatIsNot() {
        SourceIndex sources = SourceIndex.read();

        assertThat(sources.hasType("SourceIndex")).isTrue();
        assertThat(sources.hasType("No" + "SuchType")).isFalse();
        assertThat(sources.hasMember("SourceIndex", "hasFile")).isTrue();
        assertThat(sources.hasMember("SourceIndex", "no" + "SuchMember")).isFalse();
        assertThat(SourceIndex.hasFile(Path.of("README.md"), "infra/run")).isTrue();
        assertThat(SourceIndex.hasFile(Path.of("README.md"), "samples/events/<type>.json"))
                .isTrue();
        assertThat(SourceIndex.hasFile(Path.of("README.md"), "infra/no-such-file"))
                .isFalse();
    }

    private static Document markdown(String text) {
        return Document.of(Path.of("page.md"), text);
    }
}
