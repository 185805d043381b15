package dev.chatpipeline.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final SerialExecutor bounded = new SerialExecutor(threads::add, 2, 100);

    @Test
    void needsOneThreadHoweverManyTasksWait() {
        List<Integer> ran = new ArrayList<>();
        bounded.execute(() -> ran.add(1));
        bounded.execute(() -> ran.add(2));
        bounded.execute(() -> ran.add(3));

        assertThat(threads).hasSize(1);
        threads.remove().run();

        assertThat(ran).containsExactly(1, 2, 3);
    }

    @Test
    void needsNoThreadWhenIdle() {
        bounded.execute(() -> {});
        threads.remove().run();

        assertThat(threads).isEmpty();
        bounded.execute(() -> {});
        assertThat(threads).hasSize(1);
    }

    @Test
    void refusesATaskTooMany() {
        assertThat(bounded.offer(1, () -> {})).isTrue();
        assertThat(bounded.offer(1, () -> {})).isTrue();
        assertThat(bounded.offer(1, () -> {})).isFalse();
        threads.remove().run();
        assertThat(bounded.offer(1, () -> {})).isTrue();
    }

    @Test
    void refusesAByteTooManyUnlessNothingElseWaits() {
        assertThat(bounded.offer(1_000, () -> {})).isTrue();
        assertThat(bounded.offer(1, () -> {})).isFalse();
        threads.remove().run();
        assertThat(bounded.offer(50, () -> {})).isTrue();
        assertThat(bounded.offer(50, () -> {})).isTrue();
    }

    @Test
    void goesOnAfterATaskFailed() {
        List<String> ran = new ArrayList<>();
        SerialExecutor serial = new SerialExecutor(Runnable::run);
        serial.execute(() -> {
            throw new IllegalStateException("on purpose, in a test");
        });
        serial.execute(() -> {
            throw new StackOverflowError("on purpose, in a test");
        });
        serial.execute(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }

    @Test
    void runsTasksOneAtATimeInTheOrderOfEachSender() throws InterruptedException {
        int senders = 8;
        int each = 10_000;
        AtomicInteger inside = new AtomicInteger();
        List<int[]> seen = new ArrayList<>(); // guarded by the serial order itself
        CountDownLatch done = new CountDownLatch(senders * each);
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            SerialExecutor serial = new SerialExecutor(pool);
            for (int s = 0; s < senders; s++) {
                int sender = s;
                pool.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        int[] entry = {sender, i};
                        serial.execute(() -> {
                            if (inside.incrementAndGet() == 1) {
                                seen.add(entry);
                            }
                            inside.decrementAndGet();
                            done.countDown();
                        });
                    }
                });
            }
            done.await();
        }
        assertThat(seen).hasSize(senders * each);
        int[] next = new int[senders];
        for (int[] entry : seen) {
            assertThat(entry[1]).isEqualTo(next[entry[0]]++);
        }
    }
}
