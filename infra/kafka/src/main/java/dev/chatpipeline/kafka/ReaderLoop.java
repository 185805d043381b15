package dev.chatpipeline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/**
 * The thread of an {@link AssignedReader}: it polls for as long as it runs, and between polls it runs the tasks that other
 * threads leave. Tasks alone decide what is read, so nothing of the reader is shared between threads.
 *
 * <p>When reading fails, the consumer is closed and another one is opened after a pause; it reads on where the listener's
 * last complete batch ended.
 *
 * <p>{@link #execute} and {@link #close} are thread-safe; everything else is for tasks and for the listener, on the loop's
 * thread.
 */
public final class ReaderLoop implements Runnable, AutoCloseable {

    /** How long one poll waits; a task ends it early. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Pause before a new consumer is opened after a failure. */
    private static final Duration REOPEN = Duration.ofMillis(500);

    /** Takes what is read, on the loop's thread. It may stop partitions; it begins to read one only in a task. */
    public interface Listener extends AssignedReader.Batch {

        /**
         * Reading, a task, or this listener has failed. The partitions that are still read after this call are read on;
         * throwing from here ends the loop.
         */
        void failed(RuntimeException cause);
    }

    private final String topic;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Listener listener;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<Integer, Long> positions = new HashMap<>();
    private volatile @Nullable AssignedReader reader;

    /** Whether the thread is in a poll, or about to look for tasks once more before it; only then is it woken. */
    private volatile boolean polling;

    /** @param consumers opens the consumers that the loop uses, one after the other */
    public ReaderLoop(String topic, Supplier<Consumer<String, byte[]>> consumers, Listener listener) {
        this.topic = topic;
        this.consumers = consumers;
        this.listener = listener;
    }

    /** Runs a task on the loop's thread, soon. Tasks run in the order in which they were left. */
    public void execute(Runnable task) {
        tasks.add(task);
        AssignedReader current = reader;
        if (polling && current != null) {
            current.wakeup();
        }
    }

    /** Reads a partition from this offset on, whether or not it is being read. */
    public void read(int partition, long from) {
        positions.put(partition, from);
        AssignedReader current = reader;
        if (current != null) {
            current.read(partition, from);
        }
    }

    /** Reads a partition no longer. */
    public void stop(int partition) {
        positions.remove(partition);
        AssignedReader current = reader;
        if (current != null) {
            current.stop(partition);
        }
    }

    /** Whether a partition is being read. */
    public boolean isReading(int partition) {
        return positions.containsKey(partition);
    }

    /** What a partition holds now; see {@link AssignedReader#ranges}. */
    public AssignedReader.Range range(int partition) {
        AssignedReader current = reader;
        if (current == null) {
            throw new IllegalStateException("loop: not running (expected: a call on its thread)");
        }
        return current.range(partition);
    }

    @Override
    public void run() {
        try {
            while (!isClosed()) {
                readUntilItFails();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilItFails() throws InterruptedException {
        try (AssignedReader opened = new AssignedReader(topic, consumers.get())) {
            reader = opened;
            positions.forEach(opened::read);
            read(opened);
        } catch (RuntimeException e) {
            reader = null;
            if (!isClosed()) {
                listener.failed(e);
                closed.await(REOPEN.toNanos(), TimeUnit.NANOSECONDS);
            }
        } finally {
            reader = null;
        }
    }

    private void read(AssignedReader from) throws InterruptedException {
        while (!isClosed()) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            if (isClosed()) {
                return; // the task that close() left to end a wait may just have run
            }
            if (positions.isEmpty()) {
                // Kafka does not let a consumer poll that has nothing assigned.
                tasks.take().run();
                continue;
            }
            polling = true;
            try {
                if (tasks.isEmpty()) {
                    from.poll(POLL, this::handOver);
                }
            } catch (WakeupException e) {
                // A task was left, or the loop was closed; the next round looks.
            } finally {
                polling = false;
            }
        }
    }

    private void handOver(int partition, List<ConsumerRecord<String, byte[]>> records, long next) {
        if (!positions.containsKey(partition)) {
            return; // stopped by the listener since the poll
        }
        listener.records(partition, records, next);
        positions.computeIfPresent(partition, (p, before) -> next);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Ends the loop soon; what is being handed over is handed over to its end. */
    @Override
    public void close() {
        closed.countDown();
        execute(() -> {});
    }
}
