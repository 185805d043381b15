package dev.chatpipeline.worker.provider;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for what arrives from a server, and measures for how long nothing does. */
final class Silence {

    private static final long SLICE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private Silence() {}

    /**
     * Takes the next element. The wait is a sum of short ones, of which those that took far too long do not count: then
     * this process was paused, and what arrived meanwhile is still on its way to the queue.
     *
     * @throws SilentException when none has arrived for this long
     */
    static <T> T take(BlockingQueue<T> arrived, Duration max) throws InterruptedException, SilentException {
        long left = max.toNanos();
        while (true) {
            long slice = Math.min(left, SLICE_NANOS);
            long before = System.nanoTime();
            T next = arrived.poll(slice, TimeUnit.NANOSECONDS);
            if (next != null) {
                return next;
            }
            boolean paused = System.nanoTime() - before > 2 * SLICE_NANOS;
            left -= paused ? 0 : slice;
            if (left <= 0) {
                throw new SilentException();
            }
        }
    }
}
