package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timer that all sessions of a server share. It owns one thread. */
final class EngineTimer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EngineTimer.class);

    private final ScheduledThreadPoolExecutor executor;

    EngineTimer() {
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("socketio-timer").daemon().factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a short, non-blocking task after a delay, unless the timer is closed first. */
    Future<?> schedule(Runnable task, long delayNanos) {
        return executor.schedule(() -> runLogged(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    private static void runLogged(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A timer task failed", e);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
