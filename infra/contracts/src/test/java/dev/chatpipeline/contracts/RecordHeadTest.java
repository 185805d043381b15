package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatpipeline.contracts.ChatCommand.OnBusy;
import dev.chatpipeline.contracts.ChatCommand.SendMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordHeadTest {

    @ParameterizedTest
    @EnumSource
    void anEventsHeadIsReadAsWritten(EventType type) {
        EventHead plain = new EventHead(type, 123_456_789_012L, 2, 7, "a1", "worker-1");
        assertThat(EventHead.from(plain.toHeaders())).isEqualTo(plain);
        EventHead kept = plain.answering("m1", "default").kept();
        assertThat(EventHead.from(kept.toHeaders())).isEqualTo(kept);
    }

    @Test
    void headersOfLaterVersionsAreIgnored() {
        EventHead head = new EventHead(EventType.CHAT_CHUNK, 1, 1, 0, "a1", "w");
        Headers headers = head.toHeaders().add("enc", utf8("k1")).add("traceparent", null);
        assertThat(EventHead.from(headers)).isEqualTo(head);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            type       | header type: absent (expected: an event type)
            turn       | header turn of chat_chunk: absent (expected: present)
            attempt    | header attempt of chat_chunk: absent (expected: present)
            seq        | header seq of chat_chunk: absent (expected: present)
            message_id | header message_id of chat_chunk: absent (expected: present)
            by         | header by of chat_chunk: absent (expected: present)
            """)
    void aMissingHeaderIsNamed(String missing, String message) {
        Headers headers = new EventHead(EventType.CHAT_CHUNK, 1, 1, 0, "a1", "w").toHeaders();
        headers.remove(missing);
        assertMalformed(headers, message);
        assertMalformed(headers.add(missing, null), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "x", " 1", "1234567890123456789", "٣"})
    void aNumberIsOneToEighteenDigits(String number) {
        Headers headers = new EventHead(EventType.CHAT_CHUNK, 1, 1, 0, "a1", "w").toHeaders();
        headers.remove("turn").add("turn", utf8(number));
        assertMalformed(headers, "header turn: " + number + " (expected: 1 to 18 digits)");
    }

    @Test
    void anUnknownTypeIsNamed() {
        Headers headers = new EventHead(EventType.CHAT_CHUNK, 1, 1, 0, "a1", "w").toHeaders();
        headers.remove("type").add("type", utf8("chat_song"));
        assertMalformed(headers, "header type: chat_song (expected: an event type)");
    }

    @ParameterizedTest
    @CsvSource({"ENQUEUE, true", "REJECT, false", "INTERRUPT, true"})
    void aCommandsHeadIsReadAsWritten(OnBusy onBusy, boolean opens) {
        SendMessage command = new SendMessage("s1", "m1", "u1", "default", "Hi", true, null, onBusy, Instant.EPOCH);
        CommandHead head = CommandHead.from(CommandHead.of(command, opens).toHeaders());
        assertThat(head).isEqualTo(new CommandHead(CommandType.CHAT_MESSAGE, onBusy == OnBusy.INTERRUPT, opens));
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat_song", ""})
    void aCommandOfUnknownTypeIsRefused(String type) {
        assertThatThrownBy(() -> CommandHead.from(new RecordHeaders().add("type", utf8(type))))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("header type: " + type + " (expected: a command type)");
    }

    @Test
    void aCommandWithoutTypeIsRefused() {
        assertThatThrownBy(() -> CommandHead.from(new RecordHeaders()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("header type: absent (expected: a command type)");
        byte @Nullable [] none = null;
        assertThatThrownBy(() -> CommandHead.from(new RecordHeaders().add("type", none)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("header type: absent (expected: a command type)");
    }

    @Test
    void onlyTheWordInterruptInterrupts() {
        Headers headers = new RecordHeaders().add("type", utf8("chat_message")).add("on_busy", utf8("enqueue"));
        assertThat(CommandHead.from(headers).interrupts()).isFalse();
    }

    private static void assertMalformed(Headers headers, String message) {
        assertThatThrownBy(() -> EventHead.from(headers))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage(message);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
