package dev.chatpipeline.worker.lane;

import java.time.Duration;

/** Runs tasks after a delay, on a thread of its own that they must not block. */
public interface Timer {

    /** Runs the task once, after this delay. */
    void schedule(Duration delay, Runnable task);
}
