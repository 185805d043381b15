package dev.chatpipeline.worker.dispatch;

import java.time.Duration;

/** Brings a lane back to its mailbox after a while; set again before it rang, nothing changes. Confined to the mailbox. */
final class Alarm {

    private final LaneServices services;
    private final Mailbox mailbox;
    private final Runnable rings;
    private boolean set;

    Alarm(LaneServices services, Mailbox mailbox, Runnable rings) {
        this.services = services;
        this.mailbox = mailbox;
        this.rings = rings;
    }

    boolean isSet() {
        return set;
    }

    void set(Duration in) {
        if (!set) {
            set = true;
            services.later(
                    in,
                    () -> mailbox.post(() -> {
                        set = false;
                        rings.run();
                    }));
        }
    }
}
