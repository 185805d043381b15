package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.HistoryKey.OfPosition;
import dev.chatpipeline.contracts.HistoryKey.OfRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryKeyTest {

    @Test
    void aKeyIsReadAsItIsWritten() {
        assertThat(new OfRow("s", "m").text()).isEqualTo("s/m");
        assertThat(HistoryKey.parse("s/m")).isEqualTo(new OfRow("s", "m"));
        assertThat(new OfPosition(11).text()).isEqualTo("/11");
        assertThat(HistoryKey.parse("/11")).isEqualTo(new OfPosition(11));
    }

    @Test
    void aRowLiesWithItsSessionAndAPositionInItsPartition() {
        assertThat(new OfRow("s", "m").partition(12)).isEqualTo(Topics.partitionOf("s", 12));
        assertThat(new OfPosition(7).partition(12)).isEqualTo(7);
    }

    @Test
    void theKeysOfASessionBeginAlikeAndNoOthersDo() {
        assertThat(new OfRow("s", "m").text()).startsWith(HistoryKey.prefixOf("s"));
        assertThat(new OfRow("s-2", "m").text()).doesNotStartWith(HistoryKey.prefixOf("s"));
        assertThat(new OfPosition(7).text()).doesNotStartWith(HistoryKey.prefixOf("s"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "s/", "s/m/n", "s /m", "/", "/-1", "/x", "/1/2", "//1", "/99999999999"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> HistoryKey.parse(text))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("key of history: " + text + " (expected: session/message or /partition)");
    }

    @Test
    void anAbsentKeyIsRefused() {
        assertThatThrownBy(() -> HistoryKey.parse(null))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("key of history: absent (expected: session/message or /partition)");
    }
}
