package dev.chatpipeline.testkit.stock;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Stock {@code socket.io-client}s from npm, all in one Node process, unchanged. They do what a good app does: they join
 * their sessions again when a connection was not recovered. Thread-safe.
 */
public final class StockClients implements AutoCloseable {

    /** Limit on the clients in one process. */
    private static final int MAX_CLIENTS = 10_000;

    private final Map<Integer, StockClient> clients = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final NodeProcess node;
    private volatile @Nullable RuntimeException death;

    private StockClients() {
        this.node = NodeProcess.start(this::hear, this::die);
    }

    /** Starts the process. */
    public static StockClients start() {
        return new StockClients();
    }

    /** A client at one address. */
    public StockClient open(String name, String userId, URI url, String token, Transports transports) {
        return open(name, userId, List.of(url), token, transports);
    }

    /**
     * Connects a client and waits until it was greeted.
     *
     * @param name   for messages
     * @param userId who the token says it is
     * @param urls   where it connects: to the first; after a failed try to come back each time to the next
     */
    public StockClient open(String name, String userId, List<URI> urls, String token, Transports transports) {
        int id = opened.getAndIncrement();
        if (id >= MAX_CLIENTS) {
            throw new IllegalStateException("clients: " + (id + 1) + " (expected: <= " + MAX_CLIENTS + ")");
        }
        StockClient client = new StockClient(id, name, userId, node);
        clients.put(id, client);
        RuntimeException dead = death;
        if (dead != null) {
            throw dead;
        }
        node.send(Map.of(
                "op",
                "open",
                "client",
                id,
                "urls",
                urls.stream().map(URI::toString).toList(),
                "token",
                token,
                "transports",
                transports.names()));
        client.awaitGreeting();
        return client;
    }

    /** Of the Node process. */
    public long pid() {
        return node.pid();
    }

    private void hear(JsonNode line) {
        StockClient client = clients.get(line.path(1).intValue());
        if (client == null) {
            throw new IllegalStateException("no such client: " + line);
        }
        client.hear(line);
    }

    private void die(RuntimeException why) {
        death = why;
        clients.values().forEach(client -> client.fail(why));
    }

    /** Kills the process and with it every client. */
    @Override
    public void close() {
        node.close();
    }
}
