package dev.chatpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PreparationTest {

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Preparation preparation =
            new Preparation(List.of(new Dependency("the database", reason::get)), () -> begun.set(true));

    @Test
    void theServiceBeginsAtOnceWhenEverythingIsThere() {
        run();
        assertThat(begun).isTrue();
    }

    @Test
    void waitsForWhatIsAwayAndSaysEachReasonOnce(CapturedOutput output) {
        reason.set("nobody answers");
        CompletableFuture<Void> started = CompletableFuture.runAsync(this::run);
        await().until(() -> output.getOut().contains("Waiting for the database: nobody answers"));
        reason.set("it is starting up");
        await().until(() -> output.getOut().contains("Waiting for the database: it is starting up"));
        assertThat(begun).isFalse();
        reason.set(null);
        started.join();
        assertThat(begun).isTrue();
        assertThat(output.getOut().split("Waiting for", -1)).hasSize(3);
    }

    @Test
    void anApplicationThatStopsFirstNeverBegins() {
        reason.set("nobody answers");
        CompletableFuture<Void> started = CompletableFuture.runAsync(this::run);
        preparation.destroy();
        started.join();
        assertThat(begun).isFalse();
    }

    @Test
    void whatCannotBeUsedEndsTheStart() {
        Dependency unusable = new Dependency("Kafka", () -> {
            throw new IllegalStateException("chat.events partitions: 5 (expected: 12)");
        });
        Preparation fails = new Preparation(List.of(unusable), () -> begun.set(true));
        assertThatThrownBy(() -> fails.run(new DefaultApplicationArguments()))
                .isInstanceOf(UnusableDependencyException.class)
                .hasMessage("Kafka cannot be used as it is: chat.events partitions: 5 (expected: 12)");
        assertThat(begun).isFalse();
    }

    private void run() {
        preparation.run(new DefaultApplicationArguments());
    }
}
