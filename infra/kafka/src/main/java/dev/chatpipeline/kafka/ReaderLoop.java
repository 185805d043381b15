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
 * Runs an {@link AssignedReader} on one thread. It polls, and between polls it runs the tasks that other threads submit. Only
 * tasks change what is read, so the reader is confined to the loop's thread.
 *
 * <p>If reading fails, the loop closes the consumer and opens another one after a pause. That one continues after the last
 * batch that the listener has completed.
 *
 * <p>{@link #execute} and {@link #close} are thread-safe. Everything else must be called on the loop's thread, by a task or by
 * the listener.
 */
public final class ReaderLoop implements Runnable, AutoCloseable {

    /** How long one poll waits, unless a task interrupts it. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Pause after a failure, before a new consumer is opened. */
    private static final Duration REOPEN_PAUSE = Duration.ofMillis(500);

    /** Handles the records, on the loop's thread. It may stop partitions, but only a task may start to read one. */
    public interface Listener extends AssignedReader.Batch {

        /**
         * Reading, a task, or this listener has failed. The loop continues with the partitions that this method leaves
         * assigned. If it throws, the loop ends.
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

    /** Whether the thread is polling, or about to check for tasks one last time before it polls. Only then is it woken. */
    private volatile boolean polling;

    /** @param consumers opens a consumer when the loop starts and after each failure */
    public ReaderLoop(String topic, Supplier<Consumer<String, byte[]>> consumers, Listener listener) {
        this.topic = topic;
        this.consumers = consumers;
        this.listener = listener;
    }

    /** Submits a task to the loop's thread. Tasks run in the order in which they were submitted. */
    public void execute(Runnable task) {
        tasks.add(task);
        AssignedReader current = reader;
        if (polling && current != null) {
            current.wakeup();
        }
    }

    /** Starts to read a partition at an offset, or moves to that offset if the partition is already being read. */
    public void read(int partition, long from) {
        positions.put(partition, from);
        AssignedReader current = reader;
        if (current != null) {
            current.read(partition, from);
        }
    }

    /** Stops reading a partition. */
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

    /** The current offset range of a partition; see {@link AssignedReader#ranges}. */
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
                closed.await(REOPEN_PAUSE.toNanos(), TimeUnit.NANOSECONDS);
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
                return; // the task that just ran may be the one that close() submitted
            }
            if (positions.isEmpty()) {
                // Kafka's consumer rejects a poll without an assignment.
                tasks.take().run();
                continue;
            }
            polling = true;
            try {
                if (tasks.isEmpty()) {
                    from.poll(POLL, this::deliver);
                }
            } catch (WakeupException e) {
                // A task was submitted or the loop was closed. The next iteration handles it.
            } finally {
                polling = false;
            }
        }
    }

    private void deliver(int partition, List<ConsumerRecord<String, byte[]>> records, long next) {
        if (!positions.containsKey(partition)) {
            return; // the listener has stopped it since the poll
        }
        listener.records(partition, records, next);
        positions.computeIfPresent(partition, (p, before) -> next);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Ends the loop after the task or batch in progress. */
    @Override
    public void close() {
        closed.countDown();
        execute(() -> {});
    }
}
