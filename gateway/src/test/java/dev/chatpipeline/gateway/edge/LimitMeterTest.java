package dev.chatpipeline.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class LimitMeterTest {

    @Test
    void everyStrikeIsCountedAndTheFirstOfALimitIsLogged(CapturedOutput output) {
        var registry = new SimpleMeterRegistry();
        var meter = new LimitMeter(registry);

        for (int i = 0; i < 3; i++) {
            meter.reached("json");
        }

        assertThat(registry.counter("gateway.limit", "limit", "json").count()).isEqualTo(3);
        assertThat(output).containsOnlyOnce("the limit json");
    }
}
