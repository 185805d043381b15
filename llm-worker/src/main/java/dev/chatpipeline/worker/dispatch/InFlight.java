package dev.chatpipeline.worker.dispatch;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * How many answers run at once; those who ask when all places are taken get theirs in the order they asked.
 *
 * <p>Thread-safe: asked by lanes.
 */
final class InFlight {

    private final int limit;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    InFlight(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("in-flight: " + limit + " (expected: >= 1)");
        }
        this.limit = limit;
    }

    /** Calls back with a place, at once or later, maybe on another thread; each call back must be released. */
    void acquire(Runnable withPlace) {
        synchronized (this) {
            if (taken == limit) {
                waiting.add(withPlace);
                return;
            }
            taken++;
        }
        withPlace.run();
    }

    /** Places taken now. */
    synchronized int taken() {
        return taken;
    }

    void release() {
        @Nullable Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}
