package dev.chatpipeline.faults.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The peers of one attack. One whose connection ends comes back after a moment, until the time is over. */
final class Attackers implements AutoCloseable {

    private static final long PAUSE_MILLIS = 250;

    private final Map<String, Integer> ends = new TreeMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("attacker-", 0).factory());
    private final Clock clock;

    private Attackers(Clock clock) {
        this.clock = clock;
    }

    static Attackers start(Attack attack, InetSocketAddress gateway, InetAddress from, Duration time) {
        Attackers attackers = new Attackers(new Clock(time));
        for (int i = 0; i < attack.peers(); i++) {
            attackers.threads.execute(() -> attackers.repeat(attack, gateway, from));
        }
        return attackers;
    }

    /** How long an attack goes on. */
    static final class Clock {

        private final CountDownLatch over = new CountDownLatch(1);
        private final long end;

        Clock(Duration time) {
            this.end = System.nanoTime() + time.toNanos();
        }

        boolean runs() {
            return over.getCount() > 0 && System.nanoTime() - end < 0;
        }

        void waitForEnd() {
            pause(TimeUnit.NANOSECONDS.toMillis(Math.max(0, end - System.nanoTime())));
        }

        void pause(long millis) {
            try {
                over.await(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                over.countDown();
            }
        }
    }

    private void repeat(Attack attack, InetSocketAddress gateway, InetAddress from) {
        while (clock.runs()) {
            try (RawPeer peer = RawPeer.connect(gateway, from)) {
                attack.run(peer, clock);
                count("went on to the end");
            } catch (IOException e) {
                count(String.valueOf(e.getMessage()));
                clock.pause(PAUSE_MILLIS);
            }
        }
    }

    private synchronized void count(String end) {
        ends.merge(end, 1, Integer::sum);
    }

    /** How often a peer's connection ended how. */
    synchronized Map<String, Integer> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public void close() {
        clock.over.countDown();
        threads.shutdownNow();
        try {
            threads.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
