package dev.chatpipeline.gateway.engineio;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What arrives on other threads, for a test to take one by one. Thread-safe. */
public final class Arrivals<T> {

    /** How long anything that must arrive may take. */
    public static final long PATIENCE_SECONDS = 20;

    private final String what;
    private final BlockingQueue<T> queue = new LinkedBlockingQueue<>();

    /** @param what one of them, for messages */
    public Arrivals(String what) {
        this.what = what;
    }

    public void add(T one) {
        queue.add(one);
    }

    /** Those not taken yet. */
    public int size() {
        return queue.size();
    }

    /** Takes the next one, and waits for it if need be. */
    public T next() throws InterruptedException {
        T next = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError(what + ": none (expected: within " + PATIENCE_SECONDS + " s)");
        }
        return next;
    }
}
