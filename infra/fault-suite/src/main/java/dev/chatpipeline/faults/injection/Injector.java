package dev.chatpipeline.faults.injection;

import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.faults.cluster.Node;
import dev.chatpipeline.faults.injection.Schedule.Timed;
import dev.chatpipeline.testkit.proxy.ProxiedConnection;
import dev.chatpipeline.testkit.proxy.TcpProxy;
import dev.chatpipeline.testkit.stock.StockClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Injects faults and heals after each. A fault of a process waits until it may take a process. One
 * that waits until the end is skipped, and so is a fault of a connection if there is none.
 */
public final class Injector implements AutoCloseable {

    /** How long a broker may keep running on a full disk before it is killed. */
    private static final Duration FULL_LIMIT = Duration.ofSeconds(15);

    private final Cluster cluster;
    private final Rotation rotation;
    private final TcpProxy proxy;
    private final BrokerDisk disk;
    private final List<StockClient> devices;
    private final Consumer<String> news;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> underWay = new ArrayList<>();
    private final Map<String, Integer> injected = new TreeMap<>();

    public Injector(
            Cluster cluster,
            Rotation rotation,
            TcpProxy proxy,
            BrokerDisk disk,
            List<StockClient> devices,
            Consumer<String> news) {
        this.cluster = cluster;
        this.rotation = rotation;
        this.proxy = proxy;
        this.disk = disk;
        this.devices = devices;
        this.news = news;
    }

    /** Executes the schedule for at most this long, and returns when everything is healed. */
    public void run(Schedule schedule, Duration limit) throws InterruptedException {
        long start = System.nanoTime();
        Future<?> links = threads.submit(() -> {
            for (Timed<Fault.OfLink> next : schedule.ofLinks()) {
                sleepUntil(start + next.at().toNanos());
                injectLink(next.fault());
            }
            return null;
        });
        for (Timed<Fault.OfProcess> next : schedule.ofProcesses()) {
            sleepUntil(start + next.at().toNanos());
            begin(next.fault(), limit.minusNanos(System.nanoTime() - start));
        }
        finish(links);
        for (Future<?> fault : underWay) {
            finish(fault);
        }
    }

    private static void sleepUntil(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    }

    private static void finish(Future<?> work) throws InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a fault does not end as it should", e.getCause());
        }
    }

    /** Number of injected faults by label. */
    public Map<String, Integer> injected() {
        synchronized (injected) {
            return new TreeMap<>(injected);
        }
    }

    private void begin(Fault.OfProcess fault, Duration limit) throws InterruptedException {
        Node node = rotation.take(fault.kind(), fault.which(), limit);
        if (node != null) {
            count(fault);
            news.accept(fault.label() + ": " + node);
            underWay.add(threads.submit(() -> {
                try {
                    inject(fault, node);
                } finally {
                    rotation.giveBack(node);
                }
                return null;
            }));
        }
    }

    private void inject(Fault.OfProcess fault, Node node) throws InterruptedException {
        switch (fault) {
            case Fault.Kill kill -> {
                cluster.kill(node);
                pause(kill.downFor());
                cluster.start(node);
            }
            case Fault.Freeze freeze -> {
                cluster.freeze(node);
                pause(freeze.frozenFor());
                cluster.thaw(node);
            }
            case Fault.Restart restart -> {
                cluster.stop(node);
                cluster.start(node);
            }
            case Fault.Replace replace -> {
                cluster.add(replace.kind());
                cluster.stop(node);
                cluster.remove(node);
            }
            case Fault.FillDisk fill -> {
                disk.fill();
                if (!node.process().awaitExit(FULL_LIMIT)) {
                    news.accept("the broker lives on a full disk for " + FULL_LIMIT.toSeconds() + " s: killed");
                    cluster.kill(node);
                }
                disk.free();
                cluster.start(node);
            }
        }
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }

    private void injectLink(Fault.OfLink fault) {
        switch (fault) {
            case Fault.Cut cut -> harm(cut, link -> link.cutAfter(cut.direction(), cut.afterBytes()));
            case Fault.Stall stall -> harm(stall, link -> link.stall(stall.time()));
            case Fault.Drop drop -> {
                devices.get(drop.which() % devices.size()).drop();
                count(drop);
            }
        }
    }

    private void harm(Fault fault, Consumer<ProxiedConnection> how) {
        List<ProxiedConnection> links = proxy.connections();
        if (!links.isEmpty()) {
            how.accept(links.get(fault.which() % links.size()));
            count(fault);
        }
    }

    private void count(Fault fault) {
        synchronized (injected) {
            injected.merge(fault.label(), 1, Integer::sum);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
