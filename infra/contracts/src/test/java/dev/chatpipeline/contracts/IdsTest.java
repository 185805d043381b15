package dev.chatpipeline.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void anAnswersIdIsUuid5() {
        // Computed with Python: uuid.uuid5(UUID("5b0f2e0a-3f0f-5f3c-9a52-0c5d3e6f8a11"), session + "/" + message).
        assertThat(Ids.answerId("0f8fad5b-d9cb-469f-a165-70867728950e", "7c9e6679-7425-40de-944b-e07fc1f90ae7"))
                .isEqualTo("5d21bb98-0a2d-58c5-b11c-d3a407479ded");
        assertThat(UUID.fromString(Ids.answerId("s", "m"))).satisfies(id -> {
            assertThat(id.version()).isEqualTo(5);
            assertThat(id.variant()).isEqualTo(2);
        });
    }

    @Test
    void anAnswersIdIsKnownForOneAndNoOtherIdIs() {
        assertThat(Ids.isAnswers(Ids.answerId("s", "m"))).isTrue();
        for (String other : new String[] {"m", Ids.random(), "5d21bb98-0a2d-58c5-b11c-d3a407479ded-2"}) {
            assertThat(Ids.isAnswers(other)).as(other).isFalse();
        }
    }

    @Test
    void uuid5IsThatOfTheStandard() {
        // RFC 9562, appendix A.4.
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertThat(Ids.uuid5(dns, "www.example.com")).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void anIdOfOneSessionIsNotThatOfAnother() {
        assertThat(Ids.answerId("a", "b:c")).isNotEqualTo(Ids.answerId("a:b", "c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A-b_c.d:9", "7c9e6679-7425-40de-944b-e07fc1f90ae7"})
    void aClientMayUse(String id) {
        assertThat(Ids.isValid(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "é", "a\n", "a\u0000", "'; drop table message; --"})
    void aClientMayNotUse(String id) {
        assertThat(Ids.isValid(id)).isFalse();
    }

    @Test
    void anIdIsBounded() {
        assertThat(Ids.isValid("x".repeat(Ids.MAX_LENGTH))).isTrue();
        assertThat(Ids.isValid("x".repeat(Ids.MAX_LENGTH + 1))).isFalse();
    }
}
