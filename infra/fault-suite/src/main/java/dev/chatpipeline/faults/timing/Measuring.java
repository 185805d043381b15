package dev.chatpipeline.faults.timing;

import dev.chatpipeline.contracts.EventType;
import dev.chatpipeline.faults.cluster.Cluster;
import dev.chatpipeline.faults.cluster.Kind;
import dev.chatpipeline.faults.cluster.Node;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.proxy.TcpProxy;
import dev.chatpipeline.testkit.stock.StockClient;
import dev.chatpipeline.testkit.stock.StockClients;
import dev.chatpipeline.testkit.stock.Transports;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures {@link Figures} in a healthy cluster: one kill at a time, while an answer streams to each client. */
public final class Measuring implements AutoCloseable {

    private static final int CLIENTS = 24;
    private static final int KILLS = 3;

    /** Long enough to be running when its worker is killed, short enough to end before the next kill. */
    private static final String ANSWER = "tokens=300 rate=20 ttft=50";

    private final Cluster cluster;
    private final StockClients stock = StockClients.start();
    private final List<StockClient> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger route = new AtomicInteger();
    private final TcpProxy proxy;
    private int turns;

    public Measuring(Cluster cluster) {
        this.cluster = cluster;
        this.proxy = TcpProxy.start(() -> OptionalInt.of(route.get()));
    }

    /** Kills a worker so many times, then a gateway as many times. */
    public Figures take() throws InterruptedException {
        route.set(cluster.nodes(Kind.GATEWAY).getFirst().port());
        for (int i = 0; i < CLIENTS; i++) {
            String userId = "measured-" + i;
            clients.add(stock.open(
                    userId,
                    userId,
                    URI.create("http://127.0.0.1:" + proxy.port()),
                    cluster.token(userId),
                    Transports.WEBSOCKET));
        }
        List<Duration> takeovers = new ArrayList<>();
        List<Duration> reconnects = new ArrayList<>();
        List<Duration> resumes = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            takeovers.addAll(killWorker(kill));
        }
        for (int kill = 0; kill < KILLS; kill++) {
            resumes.addAll(killGateway(kill, reconnects));
        }
        return new Figures(takeovers, reconnects, resumes);
    }

    /** What the clients sent and saw. */
    public List<ClientLog> logs() {
        return clients.stream().map(StockClient::log).toList();
    }

    private List<Duration> killWorker(int kill) throws InterruptedException {
        List<String> answers = ask();
        Node worker = nth(Kind.WORKER, kill);
        long killed = System.nanoTime();
        cluster.kill(worker);
        List<Duration> times = each((client, i) -> {
            Seen taken = client.await(
                    "end of " + answers.get(i) + ", or a chunk of its next attempt",
                    seen -> answers.get(i).equals(seen.messageId())
                            && (seen.isEnd() || (seen.event().equals("chat_chunk") && seen.number("attempt") > 1)));
            return taken.isEnd() ? List.of() : List.of(since(killed));
        });
        cluster.start(worker);
        each((client, i) -> {
            client.awaitEnd(answers.get(i));
            return List.of();
        });
        return times;
    }

    private List<Duration> killGateway(int kill, List<Duration> reconnects) throws InterruptedException {
        Node gateway = nth(Kind.GATEWAY, kill);
        route.set(gateway.port());
        proxy.connections().forEach(link -> link.cut());
        List<String> answers = ask();
        List<Integer> seenBefore = clients.stream().map(StockClient::seenCount).toList();
        route.set(nth(Kind.GATEWAY, kill + 1).port());
        long killed = System.nanoTime();
        cluster.kill(gateway);
        List<Duration> times = each((client, i) -> {
            client.awaitConnect(seenBefore.get(i));
            int connected = client.seenCount() - 1;
            synchronized (reconnects) {
                reconnects.add(since(killed));
            }
            client.await("event of the log", connected, seen -> EventType.of(seen.event()) != null);
            return List.of(since(killed));
        });
        cluster.start(gateway);
        each((client, i) -> {
            client.awaitEnd(answers.get(i));
            return List.of();
        });
        return times;
    }

    /** Starts a new answer for each client, and waits until all are streaming. */
    private List<String> ask() throws InterruptedException {
        int turn = turns++;
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            String session = "measured-" + i;
            answers.add(clients.get(i)
                    .accepted(session, session + "." + turn, ANSWER)
                    .answerId());
        }
        each((client, i) -> {
            client.await(
                    "chunk of " + answers.get(i),
                    seen -> answers.get(i).equals(seen.messageId())
                            && seen.event().equals("chat_chunk"));
            return List.of();
        });
        return answers;
    }

    private Node nth(Kind kind, int n) {
        List<Node> nodes = cluster.nodes(kind);
        return nodes.get(n % nodes.size());
    }

    /** What one client waits for. */
    private interface Wait {
        List<Duration> of(StockClient client, int index);
    }

    private List<Duration> each(Wait wait) throws InterruptedException {
        List<Future<List<Duration>>> waits = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            int index = i;
            waits.add(threads.submit(() -> wait.of(clients.get(index), index)));
        }
        List<Duration> times = new ArrayList<>();
        for (Future<List<Duration>> one : waits) {
            try {
                times.addAll(one.get());
            } catch (ExecutionException e) {
                throw new IllegalStateException("while measuring", e.getCause());
            }
        }
        return times;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        stock.close();
        proxy.close();
    }
}
