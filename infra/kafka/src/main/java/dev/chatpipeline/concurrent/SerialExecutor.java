package dev.chatpipeline.concurrent;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order they were added, on threads of another executor. It occupies a thread only while
 * it has tasks.
 *
 * <p>A task that throws is logged; the tasks behind it still run.
 *
 * <p>Thread-safe.
 */
public final class SerialExecutor implements Executor {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private record Task(Runnable action, int bytes) {}

    private final Executor threads;
    private final int maxTasks;
    private final long maxBytes;
    private final ArrayDeque<Task> queue = new ArrayDeque<>(1);
    private long queuedBytes;
    private boolean running;

    /** A queue that takes any number of tasks; its callers bound how many they add. */
    public SerialExecutor(Executor threads) {
        this(threads, Integer.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * @param maxTasks tasks that may wait before {@link #offer} refuses another
     * @param maxBytes memory, in bytes, that offered tasks may hold while they wait
     */
    public SerialExecutor(Executor threads, int maxTasks, long maxBytes) {
        this.threads = threads;
        this.maxTasks = maxTasks;
        this.maxBytes = maxBytes;
    }

    /**
     * Adds a task if the queue has room. An empty queue takes any task, however large.
     *
     * @param bytes memory the task holds while it waits
     * @return whether it was added
     */
    public boolean offer(int bytes, Runnable action) {
        synchronized (this) {
            if (!queue.isEmpty() && (queue.size() >= maxTasks || queuedBytes + bytes > maxBytes)) {
                return false;
            }
            add(action, bytes);
            if (running) {
                return true;
            }
            running = true;
        }
        threads.execute(this::drain);
        return true;
    }

    /** Adds a task regardless of the limits, which bound only what {@link #offer} adds. */
    @Override
    public void execute(Runnable action) {
        synchronized (this) {
            add(action, 0);
            if (running) {
                return;
            }
            running = true;
        }
        threads.execute(this::drain);
    }

    private void add(Runnable action, int bytes) {
        queue.add(new Task(action, bytes));
        queuedBytes += bytes;
    }

    private void drain() {
        while (true) {
            Task task;
            synchronized (this) {
                task = queue.poll();
                if (task == null) {
                    running = false;
                    return;
                }
                queuedBytes -= task.bytes;
            }
            try {
                task.action.run();
            } catch (RuntimeException | Error e) {
                // An Error as well: one task's stack overflow must not leave the others waiting for ever.
                log.error("A task failed; the tasks behind it still run", e);
            }
        }
    }
}
