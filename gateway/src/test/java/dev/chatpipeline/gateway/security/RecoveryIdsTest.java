package dev.chatpipeline.gateway.security;

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
        assertThat(at(NOW.plusSeconds(5)).verify(id.pid(), "ann")).contains(id);
        assertThat(id.pid()).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void noTwoAreEqual() {
        assertThat(at(NOW).issue("ann").nonce())
                .isNotEqualTo(at(NOW).issue("ann").nonce());
    }

    @Test
    void areTheirUsersAlone() {
        assertThat(at(NOW).verify(at(NOW).issue("ann").pid(), "bob")).isEmpty();
    }

    @Test
    void cannotBeMadeWithoutTheSecret() {
        RecoveryIds stranger = new RecoveryIds(TestGateway.SECRET + "!", Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(at(NOW).verify(stranger.issue("ann").pid(), "ann")).isEmpty();
        String pid = at(NOW).issue("ann").pid();
        for (int i = 0; i < pid.length(); i++) {
            String changed = pid.substring(0, i) + (pid.charAt(i) == 'A' ? 'B' : 'A') + pid.substring(i + 1);
            assertThat(at(NOW).verify(changed, "ann")).as("character %d", i).isEmpty();
        }
    }

    @Test
    void expire() {
        String pid = at(NOW).issue("ann").pid();
        assertThat(at(NOW.plus(Duration.ofDays(30)).minusMillis(1)).verify(pid, "ann"))
                .isPresent();
        assertThat(at(NOW.plus(Duration.ofDays(30))).verify(pid, "ann")).isEmpty();
        assertThat(at(NOW.minusSeconds(61)).verify(pid, "ann")).isEmpty();
    }
}
