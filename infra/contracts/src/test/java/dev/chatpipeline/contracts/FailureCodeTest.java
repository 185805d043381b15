package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailureCodeTest {

    @Test
    void theCodesAreThoseOfTheContract() {
        Map<String, List<String>> codes = Arrays.stream(FailureCode.values())
                .collect(Collectors.groupingBy(
                        code -> code.kind().wire(),
                        LinkedHashMap::new,
                        Collectors.mapping(
                                code -> code.retryable() ? code.wire() + " R" : code.wire(), Collectors.toList())));
        assertThat(codes).isEqualTo(Resources.table("/wire/codes.md"));
    }

    @Test
    void aCodeIsFoundByItsWireName() {
        for (FailureCode code : FailureCode.values()) {
            assertThat(FailureCode.of(code.wire())).isSameAs(code);
        }
        assertThatThrownBy(() -> FailureCode.of("meltdown"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("code: meltdown (expected: one of [");
    }
}
