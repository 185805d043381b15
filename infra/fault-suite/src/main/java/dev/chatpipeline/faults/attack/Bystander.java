package dev.chatpipeline.faults.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A client that has nothing to do with an attack: it asks, waits for the answer's end and asks again, on a thread of its own. */
final class Bystander implements AutoCloseable {

    /** It connects anew from time to time, since others may be kept from getting in at all. */
    private static final int ANSWERS_PER_CONNECTION = 5;

    private static final String QUESTION = "tokens=10 rate=100 ttft=1";

    private final InetSocketAddress gateway;
    private final InetAddress from;
    private final String auth;
    private final List<Long> firstTokenMillis = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean stopped;
    private volatile int failures;
    private volatile String lastFailure = "";

    /** @param auth payload of its CONNECT, empty to come as a guest */
    Bystander(InetSocketAddress gateway, InetAddress from, String auth) {
        this.gateway = gateway;
        this.from = from;
        this.auth = auth;
        this.thread = Thread.ofPlatform().name("bystander").start(this::run);
    }

    /** What it saw. */
    record Seen(int answers, long p50, long p99, int failures, String lastFailure) {}

    private void run() {
        while (!stopped) {
            try (RawPeer peer = RawPeer.connect(gateway, from).upgrade()) {
                peer.next();
                peer.message("40" + auth);
                String entered = peer.next();
                if (!entered.startsWith("40")) {
                    throw new IOException(entered);
                }
                String session = UUID.randomUUID().toString();
                for (int asked = 0; asked < ANSWERS_PER_CONNECTION && !stopped; asked++) {
                    ask(peer, session);
                }
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    private void ask(RawPeer peer, String session) throws IOException {
        long asked = System.nanoTime();
        peer.message("42[\"chat_message\",{\"session_id\":\"" + session + "\",\"message\":\"" + QUESTION + "\"}]");
        boolean first = true;
        while (true) {
            String message = peer.next();
            if (message.startsWith("42[\"chat_chunk\"") && first) {
                first = false;
                firstTokenMillis.add((System.nanoTime() - asked) / 1_000_000);
            } else if (message.startsWith("42[\"chat_complete\"")) {
                return;
            } else if (message.startsWith("42[\"error\"") || message.startsWith("44")) {
                throw new IOException(message);
            }
        }
    }

    private synchronized void fail(IOException e) {
        if (stopped) {
            return;
        }
        failures++;
        lastFailure = String.valueOf(e.getMessage());
        try {
            wait(200); // as a client does that reconnects
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    Seen seen() {
        List<Long> sorted = new ArrayList<>(firstTokenMillis);
        Collections.sort(sorted);
        return new Seen(sorted.size(), at(sorted, 0.5), at(sorted, 0.99), failures, lastFailure);
    }

    private static long at(List<Long> sorted, double quantile) {
        return sorted.isEmpty()
                ? -1
                : sorted.get((int) Math.min(sorted.size() - 1L, (long) (quantile * sorted.size())));
    }

    @Override
    public void close() {
        stopped = true;
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(35_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
