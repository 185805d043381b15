package dev.chatpipeline.worker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TokenEstimatorTest {

    @Test
    void isAThirdOfTheBytesRoundedUp() {
        assertThat(TokenEstimator.estimate("")).isZero();
        assertThat(TokenEstimator.estimate("a")).isEqualTo(1);
        assertThat(TokenEstimator.estimate("abcd")).isEqualTo(2);
        assertThat(TokenEstimator.estimate("日本語")).isEqualTo(3);
        assertThat(TokenEstimator.estimate("🙂")).isEqualTo(2);
    }

    @Property
    void countsBytesAsUtf8Does(@ForAll String any) {
        String text = new String(any.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

        assertThat(TokenEstimator.estimate(text)).isEqualTo((text.getBytes(StandardCharsets.UTF_8).length + 2) / 3);
    }
}
