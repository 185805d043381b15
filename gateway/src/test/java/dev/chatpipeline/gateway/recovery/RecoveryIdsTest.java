package dev.chatpipeline.gateway.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.gateway.TestGateway;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RecoveryIdsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123Z");

    private static RecoveryIds at(Instant time) {
        return new RecoveryIds(TestGateway.SECRET, Clock.fixed(time, ZoneOffset.UTC));
    }

    @Test
    void anotherGatewayKnowsThem() {
        RecoveryIds.RecoveryId id = at(NOW).issue("ann");
        assertThat(at(NOW.plusSeconds(5)).verify(id.pid())).contains(id);
        assertThat(id.userId()).isEqualTo("ann");
        assertThat(id.pid()).matches("[A-Za-z0-9_-]{47}");
    }

    @Test
    void noTwoAreEqual() {
        assertThat(at(NOW).issue("ann").nonce())
                .isNotEqualTo(at(NOW).issue("ann").nonce());
    }

    @Test
    void cannotBeMadeWithoutTheSecret() {
        RecoveryIds stranger = new RecoveryIds(TestGateway.SECRET + "!", Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(at(NOW).verify(stranger.issue("ann").pid())).isEmpty();
        String pid = at(NOW).issue("ann").pid();
        for (int i = 0; i < pid.length(); i++) {
            String changed = pid.substring(0, i) + (pid.charAt(i) == 'A' ? 'B' : 'A') + pid.substring(i + 1);
            assertThat(at(NOW).verify(changed)).as("character %d", i).isEmpty();
        }
    }

    @Test
    void expire() {
        String pid = at(NOW).issue("ann").pid();
        assertThat(at(NOW.plus(Duration.ofDays(30)).minusMillis(1)).verify(pid)).isPresent();
        assertThat(at(NOW.plus(Duration.ofDays(30))).verify(pid)).isEmpty();
        assertThat(at(NOW.minusSeconds(61)).verify(pid)).isEmpty();
    }
}
