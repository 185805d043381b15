package dev.chatpipeline.worker.lane;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Brings a lane back to its mailbox after a while. Set again before it has rung, it stays as it was. Confined to the mailbox. */
final class Alarm {

    private final Timer timer;
    private final Executor mailbox;
    private final Runnable rings;
    private boolean set;

    Alarm(Timer timer, Executor mailbox, Runnable rings) {
        this.timer = timer;
        this.mailbox = mailbox;
        this.rings = rings;
    }

    boolean isSet() {
        return set;
    }

    void set(Duration delay) {
        if (!set) {
            set = true;
            timer.schedule(delay, () -> mailbox.execute(this::ring));
        }
    }

    private void ring() {
        set = false;
        rings.run();
    }
}
