package dev.chatpipeline.testkit.client;

import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one client sees, in order, with a way to wait for it. Thread-safe. */
public final class Sightings {

    /** How long a test waits for one event. */
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How many events a failure message quotes. */
    private static final int TOLD_EVENTS = 20;

    private static final int TOLD_CHARACTERS = 300;

    private final String name;
    private final List<Seen> seen = new ArrayList<>();
    private @Nullable RuntimeException broken;

    /** @param name the client's name in failure messages */
    public Sightings(String name) {
        this.name = name;
    }

    /** Adds one. */
    public synchronized void add(Seen one) {
        seen.add(one);
        notifyAll();
    }

    /** Nothing more will be seen; whoever waits fails with this cause. */
    public synchronized void fail(RuntimeException why) {
        broken = why;
        notifyAll();
    }

    /** All so far. */
    public synchronized List<Seen> all() {
        return List.copyOf(seen);
    }

    /** How many so far. */
    public synchronized int count() {
        return seen.size();
    }

    /** Waits for the first event that matches; one that was seen already counts. */
    public Seen await(String what, Predicate<Seen> which) {
        return await(what, 0, which);
    }

    /** Waits for the first event that matches, ignoring the first {@code after} ones. */
    public synchronized Seen await(String what, int after, Predicate<Seen> which) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int next = after; ; ) {
            for (; next < seen.size(); next++) {
                if (which.test(seen.get(next))) {
                    return seen.get(next);
                }
            }
            if (broken != null) {
                throw new IllegalStateException(name + " waits for " + what + " in vain", broken);
            }
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError(name + " saw no " + what + " within " + PATIENCE + " but " + latest(after));
            }
            pause(left);
        }
    }

    private String latest(int after) {
        int from = Math.max(after, seen.size() - TOLD_EVENTS);
        String latest = seen.subList(from, seen.size()).stream()
                .map(Seen::toString)
                .map(text -> text.substring(0, Math.min(text.length(), TOLD_CHARACTERS)))
                .collect(Collectors.joining("\n  ", "\n  ", ""));
        return (from - after) + " other events and" + latest;
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an event", e);
        }
    }
}
