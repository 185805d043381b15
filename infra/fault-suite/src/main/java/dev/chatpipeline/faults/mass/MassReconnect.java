package dev.chatpipeline.faults.mass;

import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.faults.cluster.ClusterSettings;
import dev.chatpipeline.faults.cluster.Jars;
import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.faults.cluster.Node;
import dev.chatpipeline.faults.timing.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Kills a gateway while it streams answers to thousands of sockets, which must all resume at another gateway. */
public final class MassReconnect {

    /** Number of sockets that follow one session, like tabs and devices of one user. */
    private static final int SOCKETS_PER_SESSION = 50;

    /** Long enough for all sockets to connect, be cut off and reconnect. */
    private static final String ANSWER = "tokens=240 rate=1 ttft=50";

    /** Number of concurrent connects, limited so that a small machine does not run into timeouts. */
    private static final int CONNECTING = 100;

    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration END_LIMIT = Duration.ofSeconds(420);
    private static final int GATEWAY_HEAP_MB = 512;

    private final Jars jars;
    private final Path folder;
    private final int sockets;
    private final Consumer<String> news;

    public MassReconnect(Jars jars, Path folder, int sockets, Consumer<String> news) {
        this.jars = jars;
        this.folder = folder;
        this.sockets = sockets;
        this.news = news;
    }

    /**
     * The result.
     *
     * @param times       time from losing the connection to the next token, of each socket
     * @param unfinished  number of sockets that did not see the end, or whose tokens did not join to the text
     * @param unrecovered number of connects that told a client that it missed something
     * @param before      resident memory of the remaining gateway without sockets, in MiB
     * @param peak        its highest resident memory, in MiB
     */
    public record Result(
            int sockets,
            List<Duration> times,
            long lost,
            long duplicated,
            long unfinished,
            long unrecovered,
            long before,
            long peak) {

        public boolean isClean() {
            return lost + duplicated + unfinished + unrecovered == 0 && times.size() == sockets;
        }

        @Override
        public String toString() {
            return """
                      sockets cut off             %d
                      came back and went on       %d, median %s, p99 %s, max %s
                      lost, duplicated            %d, %d
                      not whole, not recovered    %d, %d
                      gateway that took them      %d MiB resident before, %d at most (heap limit %d)
                    """.formatted(
                            sockets,
                            times.size(),
                            percentile(50),
                            percentile(99),
                            percentile(100),
                            lost,
                            duplicated,
                            unfinished,
                            unrecovered,
                            before,
                            peak,
                            GATEWAY_HEAP_MB);
        }

        private String percentile(int percent) {
            return "%.2f s".formatted(Figures.percentile(times, percent).toMillis() / 1000.0);
        }
    }

    public Result run() throws InterruptedException {
        ClusterSettings settings = new ClusterSettings(folder, folder.resolve("kafka"), jars, 2, 2, 1, GATEWAY_HEAP_MB);
        try (Cluster cluster = Cluster.start(settings);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Node dies = cluster.nodes(Kind.GATEWAY).getFirst();
            Node lives = cluster.nodes(Kind.GATEWAY).getLast();
            AtomicInteger port = new AtomicInteger(dies.port());
            long before = residentMb(lives);
            List<LightClient> clients = connect(cluster, port, threads);
            news.accept(clients.size() + " sockets stream; " + residentMb(dies) + " MiB resident at their gateway");
            port.set(lives.port());
            cluster.kill(dies);
            news.accept("killed " + dies);
            Result result = observe(clients, lives, before);
            threads.shutdownNow();
            return result;
        }
    }

    private List<LightClient> connect(Cluster cluster, AtomicInteger port, ExecutorService threads)
            throws InterruptedException {
        List<LightClient> clients = new ArrayList<>();
        int sessions = Math.max(1, sockets / SOCKETS_PER_SESSION);
        for (int i = 0; i < sockets; i++) {
            int session = i % sessions;
            String user = "mass-" + session;
            LightClient client =
                    new LightClient(cluster.token(user), "s-" + session, i < sessions ? ANSWER : null, port::get);
            clients.add(client);
            if (i >= CONNECTING) {
                awaitStart(clients.get(i - CONNECTING));
            }
            if (i == sessions) {
                for (LightClient opener : clients.subList(0, sessions)) {
                    awaitStart(opener);
                }
            }
            threads.execute(client);
        }
        for (LightClient client : clients) {
            awaitStart(client);
        }
        return clients;
    }

    private static void awaitStart(LightClient client) throws InterruptedException {
        if (!client.started().await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("a client saw no token within " + START_LIMIT);
        }
    }

    private Result observe(List<LightClient> clients, Node gateway, long before) throws InterruptedException {
        long deadline = System.nanoTime() + END_LIMIT.toNanos();
        long peak = before;
        while (System.nanoTime() < deadline && !clients.stream().allMatch(LightClient::isWhole)) {
            peak = Math.max(peak, residentMb(gateway));
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return new Result(
                clients.size(),
                clients.stream()
                        .map(LightClient::resumedAfter)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList(),
                clients.stream().mapToLong(LightClient::missed).sum(),
                clients.stream().mapToLong(LightClient::repeated).sum(),
                clients.stream().filter(client -> !client.isWhole()).count(),
                clients.stream().mapToLong(LightClient::unrecovered).sum(),
                before,
                peak);
    }

    private static long residentMb(Node node) {
        try {
            return Files.readAllLines(
                            Path.of("/proc", Long.toString(node.process().pid()), "status"))
                    .stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
