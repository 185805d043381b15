package dev.chatpipeline.gateway.socketio;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answers one socket waits for. */
final class PendingAcks {

    /** Answers waited for at once; a client that owes so many is not answering. */
    private static final int MAX_PENDING = 1000;

    private record Pending(CompletableFuture<List<JsonNode>> answer, Future<?> timeout) {}

    private final EngineServer server;
    private @Nullable Map<Long, Pending> pending;
    private long nextId;

    PendingAcks(EngineServer server) {
        this.server = server;
    }

    synchronized long add(CompletableFuture<List<JsonNode>> answer, Duration timeout) {
        if (pending == null) {
            pending = new HashMap<>();
        }
        if (pending.size() >= MAX_PENDING) {
            throw new IllegalStateException("pending acks: " + pending.size() + " (expected: < " + MAX_PENDING + ")");
        }
        long id = nextId++;
        pending.put(id, new Pending(answer, server.schedule(() -> expire(id, timeout), timeout.toNanos())));
        return id;
    }

    void complete(long id, List<JsonNode> args) {
        Pending found = remove(id);
        if (found != null) {
            found.timeout.cancel(false);
            found.answer.complete(args);
        }
    }

    private void expire(long id, Duration timeout) {
        Pending found = remove(id);
        if (found != null) {
            found.answer.completeExceptionally(new TimeoutException("ack: none (expected: within " + timeout + ")"));
        }
    }

    private synchronized @Nullable Pending remove(long id) {
        return pending == null ? null : pending.remove(id);
    }

    void cancelAll() {
        Map<Long, Pending> left;
        synchronized (this) {
            left = pending == null ? Map.of() : pending;
            pending = null;
        }
        left.values().forEach(each -> {
            each.timeout.cancel(false);
            each.answer.cancel(false);
        });
    }
}
