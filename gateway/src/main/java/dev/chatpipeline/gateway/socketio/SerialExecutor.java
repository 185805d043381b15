package dev.chatpipeline.gateway.socketio;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one socket's tasks in order, never two at once, on a thread that lives only while there are some. */
final class SerialExecutor {

    private static final Logger log = LoggerFactory.getLogger(SerialExecutor.class);

    private record Task(Runnable action, int bytes) {}

    private final Executor threads;
    private final int maxTasks;
    private final int maxBytes;
    private final ArrayDeque<Task> queue = new ArrayDeque<>(1);
    private long queuedBytes;
    private boolean running;

    SerialExecutor(Executor threads, int maxTasks, int maxBytes) {
        this.threads = threads;
        this.maxTasks = maxTasks;
        this.maxBytes = maxBytes;
    }

    /** Adds a task that holds so many bytes; false when it does not fit. One always fits when none waits. */
    boolean offer(int bytes, Runnable action) {
        synchronized (this) {
            if (!queue.isEmpty() && (queue.size() >= maxTasks || queuedBytes + bytes > maxBytes)) {
                return false;
            }
            enqueue(action, bytes);
        }
        start();
        return true;
    }

    /** Adds a task whatever waits: for the few that are not the client's. */
    void execute(Runnable action) {
        synchronized (this) {
            enqueue(action, 0);
        }
        start();
    }

    private void enqueue(Runnable action, int bytes) {
        queue.add(new Task(action, bytes));
        queuedBytes += bytes;
    }

    private void start() {
        synchronized (this) {
            if (running || queue.isEmpty()) {
                return;
            }
            running = true;
        }
        threads.execute(this::drain);
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
            } catch (RuntimeException e) {
                log.error("handler failed", e);
            }
        }
    }
}
