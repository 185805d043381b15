package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    /** Near the end of the clock's range, which {@link System#nanoTime()} may cross. */
    private static final long START = Long.MAX_VALUE - 100;

    private final Heartbeat heartbeat = new Heartbeat(Duration.ofNanos(300), Duration.ofNanos(200), START);

    @Test
    void pingsOnceAfterTheInterval() {
        assertThat(heartbeat.untilNextLook(START)).isEqualTo(300);
        assertThat(heartbeat.look(START + 299)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.look(START + 300)).isEqualTo(Heartbeat.Due.PING);
        assertThat(heartbeat.look(START + 301)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.untilNextLook(START + 301)).isEqualTo(199);
    }

    @Test
    void endsWithoutAPong() {
        heartbeat.look(START + 300);
        assertThat(heartbeat.look(START + 499)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.look(START + 500)).isEqualTo(Heartbeat.Due.CLOSE);
    }

    @Test
    void aPongBeginsTheNextInterval() {
        heartbeat.look(START + 300);
        heartbeat.alive(START + 310);
        assertThat(heartbeat.look(START + 500)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.look(START + 610)).isEqualTo(Heartbeat.Due.PING);
    }

    @Test
    void aLateTimerDoesNotLengthenTheDeadline() {
        assertThat(heartbeat.look(START + 450)).isEqualTo(Heartbeat.Due.PING);
        assertThat(heartbeat.untilNextLook(START + 450)).isEqualTo(50);
        assertThat(heartbeat.isExpired(START + 500)).isTrue();
    }
}
