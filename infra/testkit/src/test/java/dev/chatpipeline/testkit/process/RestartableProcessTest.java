package dev.chatpipeline.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestartableProcessTest {

    /** Counts its runs in a file and prints the count; ends by itself on SIGTERM. */
    private static final String COUNTER =
            "trap 'echo stopped; exit 0' TERM; echo x >> lives; echo life $(wc -l < lives); while :; do sleep 0.01; done";

    @TempDir
    Path folder;

    private @Nullable RestartableProcess process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void startsAgainAfterAKill() {
        RestartableProcess killed = shell(COUNTER);
        killed.begin();
        killed.awaitReady();
        long first = killed.pid();
        killed.kill();
        assertThat(killed.isAlive()).isFalse();
        killed.begin();
        killed.awaitReady();
        assertThat(killed.pid()).isNotEqualTo(first);
        assertThat(killed.log()).content().isEqualToNormalizingWhitespace("life 1 life 2");
    }

    @Test
    void frozenItDoesNothingThenGoesOn() throws IOException {
        RestartableProcess frozen = shell("echo life; while :; do echo y >> ticks; sleep 0.01; done");
        frozen.begin();
        frozen.awaitReady();
        Path ticks = folder.resolve("ticks");
        Awaitility.await().until(() -> Files.exists(ticks));
        frozen.freeze();
        Awaitility.await().until(() -> state(frozen.pid()) == 'T');
        long before = Files.size(ticks);
        frozen.thaw();
        Awaitility.await().until(() -> Files.size(ticks) > before);
    }

    @Test
    void stopsByItself() {
        RestartableProcess stopped = shell(COUNTER);
        stopped.begin();
        stopped.awaitReady();
        assertThat(stopped.awaitExit(Duration.ZERO)).isFalse();
        stopped.terminate();
        assertThat(stopped.awaitExit(Duration.ofSeconds(30))).isTrue();
        assertThat(stopped.log()).content().contains("stopped");
    }

    @Test
    void aFailedStartQuotesItsLastWords() {
        RestartableProcess failing = shell("echo no such luck; exit 3");
        failing.begin();
        assertThatThrownBy(failing::awaitReady)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("it ended while it started")
                .hasMessageContaining("no such luck")
                .hasMessageContaining(failing.log().toString());
    }

    @Test
    void readinessOfAnEarlierLifeDoesNotCount() {
        RestartableProcess second = shell("if [ -e lives ]; then exit 1; fi; touch lives; echo life; sleep 60");
        second.begin();
        second.awaitReady();
        second.kill();
        second.begin();
        assertThatThrownBy(second::awaitReady).hasMessageContaining("ended while it started");
    }

    private RestartableProcess shell(String script) {
        process = new RestartableProcess(
                "it",
                List.of("sh", "-c", "cd " + folder + "; " + script),
                folder.resolve("it.log"),
                "life",
                () -> true);
        return process;
    }

    private static char state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.charAt(stat.lastIndexOf(')') + 2);
    }
}
