package dev.chatpipeline.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MailboxTest {

    @Test
    void runsTasksOneAtATimeInTheOrderOfEachSender() throws InterruptedException {
        int senders = 8;
        int each = 2_000;
        List<int[]> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(senders * each);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Mailbox mailbox = new Mailbox(executor);
            for (int s = 0; s < senders; s++) {
                int sender = s;
                executor.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        int[] entry = {sender, i};
                        mailbox.post(() -> {
                            seen.add(entry);
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

    @Test
    void goesOnAfterATaskFailed() {
        List<String> ran = new ArrayList<>();
        Mailbox mailbox = new Mailbox(Runnable::run);
        mailbox.post(() -> {
            throw new IllegalStateException("on purpose, in a test");
        });
        mailbox.post(() -> {
            throw new StackOverflowError("on purpose, in a test");
        });
        mailbox.post(() -> ran.add("next"));
        assertThat(ran).containsExactly("next");
    }
}
