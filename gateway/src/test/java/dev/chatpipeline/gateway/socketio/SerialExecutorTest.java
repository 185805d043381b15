package dev.chatpipeline.gateway.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final SerialExecutor executor = new SerialExecutor(threads::add, 2, 100);

    @Test
    void needsOneThreadHoweverMuchWaits() {
        List<Integer> ran = new ArrayList<>();
        executor.execute(() -> ran.add(1));
        executor.execute(() -> ran.add(2));
        executor.execute(() -> ran.add(3));

        assertThat(threads).hasSize(1);
        threads.remove().run();

        assertThat(ran).containsExactly(1, 2, 3);
    }

    @Test
    void refusesATaskTooMany() {
        assertThat(executor.offer(1, () -> {})).isTrue();
        assertThat(executor.offer(1, () -> {})).isTrue();
        assertThat(executor.offer(1, () -> {})).isFalse();
        threads.remove().run();
        assertThat(executor.offer(1, () -> {})).isTrue();
    }

    @Test
    void refusesAByteTooManyUnlessNothingElseWaits() {
        assertThat(executor.offer(1_000, () -> {})).isTrue();
        assertThat(executor.offer(1, () -> {})).isFalse();
        threads.remove().run();
        assertThat(executor.offer(50, () -> {})).isTrue();
        assertThat(executor.offer(50, () -> {})).isTrue();
    }

    @Test
    void runsInOrderAndNeverTwoAtOnceUnderContention() {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var serial = new SerialExecutor(pool, 1_000_000, 1_000_000);
            var inside = new AtomicInteger();
            List<Integer> ran = new ArrayList<>(); // guarded by the serial order itself
            for (int i = 0; i < 100_000; i++) {
                int number = i;
                serial.execute(() -> {
                    if (inside.incrementAndGet() == 1) {
                        ran.add(number);
                    }
                    inside.decrementAndGet();
                });
            }
            var done = new AtomicInteger();
            serial.execute(() -> done.set(ran.size()));
            await().untilAtomic(done, org.hamcrest.Matchers.is(100_000));
            assertThat(ran).isSorted();
        }
    }
}
