package dev.chatpipeline.worker.dispatch;

import dev.chatpipeline.worker.generation.Conversations;
import dev.chatpipeline.worker.generation.WorkspaceModels;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What all lanes of a worker share.
 *
 * @param self     this worker's identity in the {@code by} header
 * @param alone    the one place for a turn whose last attempts died with their workers
 * @param backlog  turns accepted by lanes and not done
 * @param executor runs lanes and their reads from Postgres, on virtual threads
 * @param timer    wakes lanes
 */
record LaneServices(
        String self,
        EventWriter writer,
        WorkspaceModels models,
        Conversations store,
        KeptText keptText,
        InFlight inFlight,
        InFlight alone,
        Backlog backlog,
        WorkerProperties properties,
        Clock clock,
        Executor executor,
        Timer timer) {

    /** Calls back with a place to run a turn, at once or later; one that runs alone needs two. */
    void acquire(boolean runsAlone, Runnable withPlace) {
        if (runsAlone) {
            alone.acquire(() -> inFlight.acquire(withPlace));
        } else {
            inFlight.acquire(withPlace);
        }
    }

    void release(boolean ranAlone) {
        inFlight.release();
        if (ranAlone) {
            alone.release();
        }
    }

    void later(Duration delay, Runnable task) {
        timer.schedule(delay, task);
    }
}
