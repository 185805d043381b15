package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StorableTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "séquence", "🙏", "a🙏🙏b", "\u0001"})
    void textIsStorable(String text) {
        assertThat(StorableText.isStorable(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "\ud83d", "a\ud83db", "\ude4f", "\ude4f\ud83d", "\ud83d\ud83d\ude4f"})
    void nulAndHalvesOfSurrogatePairsAreNot(String text) {
        assertThat(StorableText.isStorable(text)).isFalse();
    }

    @Test
    void nulIsReplaced() {
        assertThat(StorableText.withoutNul("a\0b\0")).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(StorableText.withoutNul("🙏")).isEqualTo("🙏");
    }
}
