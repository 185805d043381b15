package dev.chatpipeline.faults.injection;

import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.faults.cluster.Node;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tracks which nodes faults have taken, and so which gateways a load balancer would route new connections to. */
public final class Rotation {

    /** How many processes faults may take at once. It bounds how long a kind can be unavailable. */
    static final int MAX_TAKEN = 2;

    private final Cluster cluster;
    private final Set<Node> taken = new HashSet<>();

    public Rotation(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Takes a healthy node of a kind once one is available and few enough are taken; null if that takes too long. */
    synchronized @Nullable Node take(Kind kind, int which, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        List<Node> whole = whole(kind);
        while (taken.size() >= MAX_TAKEN || whole.isEmpty()) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return null;
            }
            wait(left);
            whole = whole(kind);
        }
        Node node = whole.get(which % whole.size());
        taken.add(node);
        return node;
    }

    /** Returns a node that is healthy again, or gone. */
    synchronized void giveBack(Node node) {
        taken.remove(node);
        notifyAll();
    }

    /** The port of any healthy gateway. */
    public synchronized OptionalInt anyGateway() {
        List<Node> whole = whole(Kind.GATEWAY);
        return whole.isEmpty()
                ? OptionalInt.empty()
                : OptionalInt.of(whole.get(ThreadLocalRandom.current().nextInt(whole.size()))
                        .port());
    }

    private List<Node> whole(Kind kind) {
        return cluster.nodes(kind).stream()
                .filter(node -> !taken.contains(node) && node.process().isAlive())
                .toList();
    }
}
