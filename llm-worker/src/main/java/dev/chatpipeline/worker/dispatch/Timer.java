package dev.chatpipeline.worker.dispatch;

import java.time.Duration;

/** Runs tasks later, in its own time; it must not be kept busy. */
interface Timer {

    void schedule(Duration delay, Runnable task);
}
