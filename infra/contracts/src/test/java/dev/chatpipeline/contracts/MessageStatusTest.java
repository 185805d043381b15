package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MessageStatusTest {

    @ParameterizedTest
    @EnumSource
    void aStatusIsFoundByItsWireName(MessageStatus status) {
        assertThat(MessageStatus.of(status.wire())).isSameAs(status);
    }

    @Test
    void anUnknownNameIsRefused() {
        assertThatThrownBy(() -> MessageStatus.of("done"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("status: done"
                        + " (expected: one of [QUEUED, RUNNING, COMPLETE, CANCELLED, FAILED, REJECTED])");
    }
}
