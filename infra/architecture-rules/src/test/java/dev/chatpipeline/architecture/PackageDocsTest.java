package dev.chatpipeline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackageDocsTest {

    @Test
    void aClassIsNamedByTheSentenceThatTellsOfThreads() {
        assertThat(names("/** It has threads, started by {@link a.b.Relay}. */", "Relay"))
                .isTrue();
        assertThat(names("/**\n * One timer\n * thread ({@code Server}) serves all. */", "Server"))
                .isTrue();
    }

    @Test
    void aHeadingBelongsToTheSentenceBehindIt() {
        assertThat(names("/** Text. <p><b>Threads.</b> {@link a.b.Relay} starts all of them. */", "Relay"))
                .isTrue();
    }

    @Test
    void aClassNamedElsewhereIsNot() {
        assertThat(names("/** Begin at {@link a.b.Relay}. It has threads. */", "Relay"))
                .isFalse();
        assertThat(names("/** Threads are started by {@link a.b.RelayServer}. */", "Relay"))
                .isFalse();
    }

    @Test
    void nobodyIsNamedWhereThereAreNoDocs() {
        assertThat(names("package a.b; // threads: Relay", "Relay")).isFalse();
        assertThat(PackageDocs.of(Path.of("src/test/java"), "a.b").nameInSentenceAboutThreads("Relay"))
                .isFalse();
    }

    private static boolean names(String source, String simpleName) {
        return PackageDocs.parse(source).nameInSentenceAboutThreads(simpleName);
    }
}
