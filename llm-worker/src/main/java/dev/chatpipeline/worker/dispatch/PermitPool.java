package dev.chatpipeline.worker.dispatch;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A number of permits; those who ask when none is left get theirs in the order they asked. Thread-safe. */
final class PermitPool {

    private final int limit;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    PermitPool(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("permits: " + limit + " (expected: >= 1)");
        }
        this.limit = limit;
    }

    /** Runs the task with a permit, at once or later, maybe on another thread; each run is followed by one release. */
    void acquire(Runnable withPermit) {
        synchronized (this) {
            if (taken == limit) {
                waiting.add(withPermit);
                return;
            }
            taken++;
        }
        withPermit.run();
    }

    /** Permits taken now. */
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
