package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Runs one session's {@link Heartbeat} on the server's timer. The monitor guards both; callbacks run without it. */
final class HeartbeatTimer {

    private final Heartbeat heartbeat;
    private final EngineTimer timer;
    private final Runnable ping;
    private final Runnable expired;
    private @Nullable Future<?> next;
    private boolean stopped;

    /**
     * @param ping    sends a ping
     * @param expired called when a pong is overdue
     */
    HeartbeatTimer(Heartbeat heartbeat, EngineTimer timer, Runnable ping, Runnable expired) {
        this.heartbeat = heartbeat;
        this.timer = timer;
        this.ping = ping;
        this.expired = expired;
    }

    synchronized void start() {
        schedule();
    }

    /** The client answered a ping. */
    synchronized void pong() {
        heartbeat.pong(System.nanoTime());
        schedule();
    }

    /** The client showed that it lives by other means: the interval begins anew. */
    synchronized void restart() {
        heartbeat.restart(System.nanoTime());
        schedule();
    }

    /** Whether a pong is overdue by the clock, however late the timer is. */
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
        next = timer.schedule(this::beat, Math.max(0, heartbeat.untilNextLook(System.nanoTime())));
    }

    private void beat() {
        Heartbeat.Due due;
        synchronized (this) {
            due = heartbeat.look(System.nanoTime());
        }
        switch (due) {
            case CLOSE -> expired.run();
            case PING -> {
                ping.run();
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
