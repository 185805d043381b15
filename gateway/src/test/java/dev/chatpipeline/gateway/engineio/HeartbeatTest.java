package dev.chatpipeline.gateway.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    /** Close to overflow, which {@link System#nanoTime()} may reach. */
    private static final long START = Long.MAX_VALUE - 100;

    private final Heartbeat heartbeat = new Heartbeat(Duration.ofNanos(300), Duration.ofNanos(200), START);

    @Test
    void pingsOnceAfterTheInterval() {
        assertThat(heartbeat.untilDue(START)).isEqualTo(300);
        assertThat(heartbeat.check(START + 299)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.check(START + 300)).isEqualTo(Heartbeat.Due.PING);
        assertThat(heartbeat.check(START + 301)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.untilDue(START + 301)).isEqualTo(199);
    }

    @Test
    void endsWithoutAPong() {
        heartbeat.check(START + 300);
        assertThat(heartbeat.check(START + 499)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.check(START + 500)).isEqualTo(Heartbeat.Due.CLOSE);
    }

    @Test
    void anUpgradeBeginsTheIntervalAnew() {
        heartbeat.check(START + 300);
        heartbeat.restart(START + 400);
        assertThat(heartbeat.isExpired(START + 500)).isFalse();
        assertThat(heartbeat.check(START + 699)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.check(START + 700)).isEqualTo(Heartbeat.Due.PING);
    }

    @Test
    void pingsKeepTheirPace() {
        heartbeat.check(START + 300);
        heartbeat.pong(START + 390);
        assertThat(heartbeat.check(START + 599)).isEqualTo(Heartbeat.Due.NOTHING);
        assertThat(heartbeat.check(START + 600)).isEqualTo(Heartbeat.Due.PING);
    }

    @Test
    void aPongNobodyAskedForChangesNothing() {
        heartbeat.pong(START + 290);
        assertThat(heartbeat.check(START + 300)).isEqualTo(Heartbeat.Due.PING);
    }

    @Test
    void aLateTimerDoesNotLengthenTheDeadline() {
        assertThat(heartbeat.check(START + 390)).isEqualTo(Heartbeat.Due.PING);
        assertThat(heartbeat.untilDue(START + 390)).isEqualTo(110);
    }

    @Test
    void aClientIsNotBlamedForAPauseOfTheServer() {
        assertThat(heartbeat.check(START + 10_000)).isEqualTo(Heartbeat.Due.PING);
        assertThat(heartbeat.isExpired(START + 10_099)).isFalse();
        assertThat(heartbeat.isExpired(START + 10_100)).isTrue();
        heartbeat.pong(START + 10_050);
        assertThat(heartbeat.check(START + 10_050)).isEqualTo(Heartbeat.Due.PING);
    }
}
