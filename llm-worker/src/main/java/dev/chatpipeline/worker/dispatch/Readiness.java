package dev.chatpipeline.worker.dispatch;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Whether a partition's logs have been read up to the ends that they had at its assignment. Thread-safe. */
final class Readiness {

    /** Who has to come that far. */
    enum Reader {
        TAIL,
        CONTROL
    }

    private final Set<Reader> missing = EnumSet.allOf(Reader.class);
    private final List<Runnable> waiting = new ArrayList<>();

    synchronized boolean isReached() {
        return missing.isEmpty();
    }

    /** Runs the task once everybody has come that far; at once if they have. */
    void whenReached(Runnable task) {
        synchronized (this) {
            if (!missing.isEmpty()) {
                waiting.add(task);
                return;
            }
        }
        task.run();
    }

    /** This reader has come that far. */
    void reached(Reader reader) {
        List<Runnable> tasks;
        synchronized (this) {
            if (!missing.remove(reader) || !missing.isEmpty()) {
                return;
            }
            tasks = List.copyOf(waiting);
            waiting.clear();
        }
        tasks.forEach(Runnable::run);
    }
}
