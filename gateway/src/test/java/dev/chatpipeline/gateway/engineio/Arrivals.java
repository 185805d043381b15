package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A queue of what arrives on other threads, for a test to take one at a time. Thread-safe. */
public final class Arrivals<T> {

    /** How long a test waits for one arrival. */
    public static final long PATIENCE_SECONDS = 20;

    private final String what;
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    /** @param what names one arrival in failure messages */
    public Arrivals(String what) {
        this.what = what;
    }

    public void add(T one) {
        queue.add(one);
    }

    /** How many have arrived and have not been taken. */
    public int size() {
        return queue.size();
    }

    /** Takes the next one, waiting for it if necessary. */
    public T next() throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(what + ": none (expected: within " + PATIENCE_SECONDS + " s)");
        }
        return next;
    }
}
