package dev.chatpipeline.faults.cluster;

import dev.chatpipeline.embedded.EmbeddedDatabase;
import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.testkit.process.JavaCommand;
import dev.chatpipeline.testkit.process.RestartableProcess;
import dev.chatpipeline.testkit.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The processes of one pipeline. Thread-safe, but a node is for one thread at a time to kill, freeze, stop and start. */
public final class Cluster implements AutoCloseable {

    /** Longer than a worker drains, which is the slowest to stop. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(45);

    private static final int SMALL_HEAP_MB = 256;
    private static final int BROKER_HEAP_MB = 512;
    private static final int DATABASE_HEAP_MB = 64;

    private final ClusterSettings settings;
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final Set<Node> joining = ConcurrentHashMap.newKeySet();
    private final Map<Kind, Integer> made = new EnumMap<>(Kind.class);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private final String databasePassword;

    private Cluster(ClusterSettings settings) {
        this.settings = settings;
        this.databasePassword = EmbeddedDatabase.prepare(databaseFolder());
        make(Kind.BROKER);
        make(Kind.DATABASE);
        IntStream.range(0, settings.gateways()).forEach(i -> make(Kind.GATEWAY));
        IntStream.range(0, settings.workers()).forEach(i -> make(Kind.WORKER));
        IntStream.range(0, settings.projectors()).forEach(i -> make(Kind.PROJECTOR));
    }

    /** Starts all processes at once, in no order, and returns when every one is ready. */
    public static Cluster start(ClusterSettings settings) {
        Cluster cluster = new Cluster(settings);
        try {
            cluster.nodes.forEach(node -> node.process().begin());
            cluster.nodes.forEach(node -> node.process().awaitReady());
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.LOOPBACK + ":" + only(Kind.BROKER).port();
    }

    /** With user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + Ports.LOOPBACK + ":" + only(Kind.DATABASE).port() + "/" + DatabaseMain.DATABASE
                + "?user=postgres&password=" + databasePassword;
    }

    /** A token that the gateways trust. */
    public String token(String userId) {
        return Tokens.of(userId);
    }

    /** The folder of data and logs. */
    public Path folder() {
        return settings.folder();
    }

    /** The nodes of a kind, running or not, but for those that are being added. */
    public List<Node> nodes(Kind kind) {
        return nodes.stream()
                .filter(node -> node.kind() == kind && !joining.contains(node))
                .toList();
    }

    private Node only(Kind kind) {
        return nodes(kind).getFirst();
    }

    /** SIGKILL; of the database to all that is PostgreSQL. */
    public void kill(Node node) {
        if (node.kind() == Kind.DATABASE) {
            server().ifPresent(server -> {
                server.destroyForcibly();
                server.onExit().join();
            });
        }
        node.process().kill();
    }

    /** The process from which PostgreSQL's others come; empty when it is not running. */
    private Optional<ProcessHandle> server() {
        Path pidFile = databaseFolder().resolve("data").resolve("postmaster.pid");
        try {
            long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst().trim());
            return ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").endsWith("/postgres"));
        } catch (IOException e) {
            throw new UncheckedIOException("no server's number", e);
        }
    }

    /** Starts what is not running; returns when it is ready. */
    public void start(Node node) {
        node.process().begin();
        node.process().awaitReady();
    }

    /** SIGSTOP; of the database to all that is PostgreSQL. */
    public void freeze(Node node) {
        if (node.kind() == Kind.DATABASE) {
            // The parent first: it can start no more of them then.
            server().ifPresent(server -> {
                Signal.STOP.send(server.pid());
                server.descendants().forEach(child -> Signal.STOP.send(child.pid()));
            });
        } else {
            node.process().freeze();
        }
    }

    /** SIGCONT. */
    public void thaw(Node node) {
        if (node.kind() == Kind.DATABASE) {
            server().ifPresent(server -> {
                server.descendants().forEach(child -> Signal.CONT.send(child.pid()));
                Signal.CONT.send(server.pid());
            });
        } else {
            node.process().thaw();
        }
    }

    /** SIGTERM; returns when the process has ended, which it must do by itself. */
    public void stop(Node node) {
        node.process().terminate();
        if (!node.process().awaitExit(STOP_LIMIT)) {
            throw node.process().failed("did not end within " + STOP_LIMIT.toSeconds() + " s of SIGTERM");
        }
    }

    /** One more of a kind; returns when it is ready, and until then no fault may take it. */
    public Node add(Kind kind) {
        Node added = make(kind, joining::add);
        start(added);
        joining.remove(added);
        return added;
    }

    /** A node that has ended and will not come back. */
    public void remove(Node node) {
        nodes.remove(node);
    }

    /** Kills every process that still runs; data and logs stay. */
    @Override
    public void close() {
        for (Node node : nodes) {
            if (node.process().isAlive()) {
                kill(node);
            }
        }
        http.close();
    }

    private void make(Kind kind) {
        make(kind, node -> {});
    }

    /** @param before called before others see the node */
    private synchronized Node make(Kind kind, Consumer<Node> before) {
        String name = kind + "-" + made.merge(kind, 1, Integer::sum);
        int port = switch (kind) {
            case GATEWAY, BROKER, DATABASE -> Ports.choose(0, name);
            case WORKER, PROJECTOR -> 0;
        };
        Node node = new Node(kind, port, process(kind, name, port));
        before.accept(node);
        nodes.add(node);
        return node;
    }

    private RestartableProcess process(Kind kind, String name, int port) {
        Path log = settings.folder().resolve(name + ".log");
        return switch (kind) {
            case GATEWAY -> {
                List<String> command = new JavaCommand(settings.gatewayHeapMb())
                        .jar(settings.jars().gateway(), services())
                        .with(
                                "--server.port=" + port,
                                "--server.address=" + Ports.LOOPBACK,
                                "--chat.security.jwt.secret=" + Tokens.SECRET,
                                // A client on a frozen gateway finds out in seconds.
                                "--chat.socketio.ping-interval=3s",
                                "--chat.socketio.ping-timeout=3s",
                                // All clients have one address here, and come back at once.
                                "--chat.http.connections-per-address=100000",
                                "--chat.socketio.sessions-per-address=100000",
                                "--chat.socketio.opens-per-address=100000");
                yield new RestartableProcess(name, command, log, "Started GatewayApplication", () -> isReady(port));
            }
            case WORKER -> {
                List<String> command = new JavaCommand(SMALL_HEAP_MB)
                        .jar(settings.jars().worker(), services())
                        .with();
                yield new RestartableProcess(name, command, log, "Started WorkerApplication", () -> true);
            }
            case PROJECTOR -> {
                List<String> command = new JavaCommand(SMALL_HEAP_MB)
                        .jar(settings.jars().projector(), services())
                        .with("--chat.projector.state-dir=" + settings.folder().resolve(name));
                yield new RestartableProcess(name, command, log, "Started ProjectorApplication", () -> true);
            }
            case BROKER -> {
                List<String> command = new JavaCommand(BROKER_HEAP_MB)
                        .main(BrokerMain.class)
                        .with(settings.brokerFolder().toString(), Integer.toString(port));
                yield new RestartableProcess(name, command, log, RestartableProcess.STARTED, () -> true);
            }
            case DATABASE -> {
                List<String> command = new JavaCommand(DATABASE_HEAP_MB)
                        .main(DatabaseMain.class)
                        .with(databaseFolder().toString(), Integer.toString(port));
                yield new RestartableProcess(name, command, log, RestartableProcess.STARTED, () -> true);
            }
        };
    }

    private List<String> services() {
        return List.of(
                "--spring.kafka.bootstrap-servers=" + bootstrapServers(),
                "--spring.datasource.url=" + jdbcUrl(),
                "--chat.topics.partitions=6",
                "--chat.topics.replication=1",
                "--chat.topics.min-isr=1");
    }

    private Path databaseFolder() {
        return settings.folder().resolve("postgres");
    }

    private boolean isReady(int port) {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + Ports.LOOPBACK + ":" + port + "/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(1))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Not yet.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a gateway started", e);
        }
    }
}
