package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestStampsTest {

    private final RequestStamps stamps = new RequestStamps();

    @Test
    void aStampThatComesBackWithTheSameKindOfRequestIsARepeat() {
        assertThat(stamps.get("a")).isFalse();
        assertThat(stamps.get("b")).isFalse();
        assertThat(stamps.post("c")).isFalse();
        assertThat(stamps.get("b")).isTrue();
        assertThat(stamps.post("c")).isTrue();
    }

    @Test
    void aPollInTheSecondOfTheHandshakeIsNone() {
        assertThat(stamps.get("1")).isFalse();
        assertThat(stamps.get("1")).isFalse();
        assertThat(stamps.get("1")).isFalse();
    }

    @Test
    void afterAPostInTheSecondOfAPollNoneIs() {
        assertThat(stamps.get("1")).isFalse();
        assertThat(stamps.get("2")).isFalse();
        assertThat(stamps.post("2")).isFalse();
        assertThat(stamps.post("2")).isFalse();
        assertThat(stamps.get("2")).isFalse();
        assertThat(stamps.get("3")).isFalse();
        assertThat(stamps.get("3")).isFalse();
    }

    @Test
    void withoutAStampNoneIs() {
        assertThat(stamps.get("")).isFalse();
        assertThat(stamps.get("")).isFalse();
        assertThat(stamps.post("")).isFalse();
        assertThat(stamps.post("")).isFalse();
    }
}
