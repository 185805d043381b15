package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Drives one session's {@link Heartbeat} from the server's timer. The monitor guards both; callbacks run without it. */
final class HeartbeatTimer {

    private final Heartbeat heartbeat;
    private final EngineTimer timer;
    private final Runnable sendPing;
    private final Runnable onExpired;
    private @Nullable Future<?> next;
    private boolean stopped;

    /** @param onExpired called when a pong is overdue */
    HeartbeatTimer(Heartbeat heartbeat, EngineTimer timer, Runnable sendPing, Runnable onExpired) {
        this.heartbeat = heartbeat;
        this.timer = timer;
        this.sendPing = sendPing;
        this.onExpired = onExpired;
    }

    synchronized void start() {
        schedule();
    }

    synchronized void pong() {
        heartbeat.pong(System.nanoTime());
        schedule();
    }

    /** Starts a new interval, because the client has shown life by other means. */
    synchronized void restart() {
        heartbeat.restart(System.nanoTime());
        schedule();
    }

    /** Whether a pong is overdue by the clock, even if the timer has not fired yet. */
    synchronized boolean isExpired() {
        return heartbeat.isExpired(System.nanoTime());
    }

    private void schedule() {
        if (stopped) {
            return;
        }
        if (next != null) {
            next.cancel(false);
        }
        next = timer.schedule(this::beat, Math.max(0, heartbeat.untilDue(System.nanoTime())));
    }

    private void beat() {
        Heartbeat.Due due;
        synchronized (this) {
            due = heartbeat.check(System.nanoTime());
        }
        switch (due) {
            case CLOSE -> onExpired.run();
            case PING -> {
                sendPing.run();
                start();
            }
            case NOTHING -> start();
        }
    }

    synchronized void stop() {
        stopped = true;
        if (next != null) {
            next.cancel(false);
        }
    }
}
