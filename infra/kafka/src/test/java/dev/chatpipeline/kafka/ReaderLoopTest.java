package dev.chatpipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.chatpipeline.testkit.ScratchTopic;
import dev.chatpipeline.testkit.UsesChatInfra;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@UsesChatInfra
class ReaderLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ScratchTopic topic = new ScratchTopic();
    private final Recording recording = new Recording();
    private final AtomicInteger opened = new AtomicInteger();
    private final ReaderLoop loop = new ReaderLoop(topic.name(), this::consumer, recording);
    private final Thread thread = Thread.ofPlatform().unstarted(loop);

    /** Records what it receives, and fails when told to. */
    private static final class Recording implements ReaderLoop.Listener {
        private final List<Long> first = new CopyOnWriteArrayList<>();
        private final List<Long> second = new CopyOnWriteArrayList<>();
        private final List<RuntimeException> failures = new CopyOnWriteArrayList<>();
        private volatile long position = -1;
        private volatile @Nullable RuntimeException toThrow;

        @Override
        public void records(int partition, List<ConsumerRecord<String, byte[]>> records, long next) {
            RuntimeException failure = toThrow;
            if (failure != null) {
                toThrow = null;
                throw failure;
            }
            records.forEach(record -> (partition == 0 ? first : second).add(record.offset()));
            position = next;
        }

        @Override
        public void failed(RuntimeException cause) {
            failures.add(cause);
        }
    }

    private Consumer<String, byte[]> consumer() {
        opened.incrementAndGet();
        return ScratchTopic.consumer();
    }

    @BeforeEach
    void start() {
        thread.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        loop.close();
        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
        topic.close();
    }

    @Test
    void readsEachPartitionFromItsOffsetOn() throws Exception {
        topic.write(0, 5);
        topic.write(1, 5);
        loop.execute(() -> loop.read(0, 2));
        awaitOffsets(recording.first, 2, 5);
        loop.execute(() -> loop.read(1, 4));
        awaitOffsets(recording.second, 4, 5);
        topic.write(0, 2);
        awaitOffsets(recording.first, 2, 7);
        assertThat(recording.position).isEqualTo(7);
        assertThat(recording.second).containsExactly(4L);
    }

    @Test
    void aStoppedPartitionIsReadNoLongerAndTheOthersGoOn() throws Exception {
        loop.execute(() -> loop.read(0, 0));
        loop.execute(() -> loop.read(1, 0));
        topic.write(0, 1);
        topic.write(1, 1);
        awaitOffsets(recording.first, 0, 1);
        awaitOffsets(recording.second, 0, 1);
        onTheLoop(() -> loop.stop(0));
        topic.write(0, 1);
        topic.write(1, 1);
        awaitOffsets(recording.second, 0, 2);
        assertThat(recording.first).containsExactly(0L);
    }

    @Test
    void saysWhatAPartitionHoldsWhileOthersKeepWakingIt() throws Exception {
        topic.write(0, 3);
        CompletableFuture<AssignedReader.Range> range = new CompletableFuture<>();
        loop.execute(() -> range.complete(loop.range(0)));
        for (int i = 0; i < 1_000; i++) {
            loop.execute(() -> {});
        }
        assertThat(range.get()).isEqualTo(new AssignedReader.Range(0, 3));
    }

    @Test
    void endsAlthoughItIsClosedWhileATaskRuns() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        loop.close();
        closed.countDown();
        assertThat(thread.join(PATIENCE)).isTrue();
    }

    @Test
    void afterAFailureItReadsOnWhereTheLastBatchEnded() throws Exception {
        loop.execute(() -> loop.read(0, 0));
        topic.write(0, 3);
        awaitOffsets(recording.first, 0, 3);
        RuntimeException failure = new IllegalStateException("on purpose, in a test");
        recording.toThrow = failure;
        topic.write(0, 3);
        awaitOffsets(recording.first, 0, 6);
        assertThat(recording.failures).containsExactly(failure);
        assertThat(opened).hasValue(2);
    }

    @Test
    void aPositionThatTheLogDoesNotHoldIsAFailureAndNotSkipped() throws Exception {
        topic.write(0, 1);
        loop.execute(() -> loop.read(0, 100));
        await().atMost(PATIENCE).until(() -> !recording.failures.isEmpty());
        assertThat(recording.failures.getFirst()).hasMessageContaining("out of range");
        assertThat(recording.first).isEmpty();
    }

    private void onTheLoop(Runnable task) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            task.run();
            done.complete(null);
        });
        done.get();
    }

    private static void awaitOffsets(List<Long> seen, long from, long to) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen)
                        .containsExactlyElementsOf(
                                LongStream.range(from, to).boxed().toList()));
    }
}
