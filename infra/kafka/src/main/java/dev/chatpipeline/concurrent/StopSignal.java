package dev.chatpipeline.concurrent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a service, once and for all, to stop. A service that pauses waits for this signal instead of sleeping. */
public final class StopSignal {

    private final CountDownLatch latch = new CountDownLatch(1);

    /** Asks the service to stop. */
    public void set() {
        latch.countDown();
    }

    /** Whether the service is to stop. */
    public boolean isSet() {
        return latch.getCount() == 0;
    }

    /**
     * Waits for the signal. An interrupt counts as the signal and stays set on the thread.
     *
     * @return whether the signal came within this time
     */
    public boolean await(Duration atMost) {
        try {
            return latch.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            set();
            return true;
        }
    }
}
