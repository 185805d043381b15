package dev.chatpipeline.testkit.stock;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.testkit.client.Sightings;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One of {@link StockClients}. It comes back by itself whenever it loses its connection. */
public final class StockClient implements AutoCloseable {

    /** How long the Node process may take beyond the time that it was asked to wait. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** How long one try waits for an acknowledgement. */
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /** Time between two tries. */
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final int id;
    private final String name;
    private final String userId;
    private final NodeProcess node;
    private final Sightings sightings;
    private final List<Sent> sent = new ArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();

    StockClient(int id, String name, String userId, NodeProcess node) {
        this.id = id;
        this.name = name;
        this.userId = userId;
        this.node = node;
        this.sightings = new Sightings(name);
    }

    /**
     * Sends a message, once.
     *
     * @param sessionId null lets the server choose
     * @param messageId null lets the server choose
     * @param within    how long to wait for the answer
     * @return with the answer; without when none came, for the message may be lost or not: send it again
     */
    public Sent send(@Nullable String sessionId, @Nullable String messageId, String text, Duration within) {
        return send(sessionId, messageId, text, Map.of(), within);
    }

    /**
     * The same with further fields.
     *
     * @param options by name
     */
    public Sent send(
            @Nullable String sessionId,
            @Nullable String messageId,
            String text,
            Map<String, String> options,
            Duration within) {
        Map<String, Object> payload = new HashMap<>(options);
        payload.put("message", text);
        if (sessionId != null) {
            payload.put("session_id", sessionId);
        }
        if (messageId != null) {
            payload.put("message_id", messageId);
        }
        int index;
        synchronized (sent) {
            index = sent.size();
            sent.add(new Sent(sessionId, messageId, text, null));
        }
        JsonNode answer = ask("chat_message", payload, within);
        Sent told = new Sent(sessionId, messageId, text, answer == null ? null : Ack.of(answer));
        synchronized (sent) {
            sent.set(index, told);
        }
        return told;
    }

    /** Sends the same message again. */
    public Sent resend(Sent message, Duration within) {
        Objects.requireNonNull(message.sessionId(), "sessionId");
        Objects.requireNonNull(message.messageId(), "messageId");
        return send(message.sessionId(), message.messageId(), message.text(), within);
    }

    /** Sends a message under this id, retrying until it is acknowledged and not rejected as retryable. */
    public Ack.Accepted accepted(String sessionId, String messageId, String text) {
        Ack last = Awaitility.await(name + ": acceptance of " + messageId)
                .atMost(Sightings.PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(AGAIN)
                .until(
                        () -> send(sessionId, messageId, text, ANSWER).ack(),
                        ack -> ack != null && !(ack instanceof Ack.Rejected rejected && rejected.retryable()));
        return switch (last) {
            case Ack.Accepted accepted -> accepted;
            case Ack.Rejected rejected ->
                throw new AssertionError(name + ": " + messageId + " was rejected as " + rejected.code());
        };
    }

    /** Joins a session, retrying until it is acknowledged. Returns the acknowledgement, which may be a rejection. */
    public JsonNode join(String sessionId) {
        return must("join", Map.of("session", sessionId), "join_session");
    }

    /** Leaves a session, retrying until it is acknowledged. */
    public void leave(String sessionId) {
        must("leave", Map.of("session", sessionId), "leave_session");
    }

    /** Cancels an answer, or all of the session; false if no acknowledgement came. */
    public boolean cancel(String sessionId, @Nullable String answerId, Duration within) {
        Map<String, Object> payload = new HashMap<>(Map.of("session_id", sessionId));
        if (answerId != null) {
            payload.put("answer_id", answerId);
        }
        return ask("cancel_message", payload, within) != null;
    }

    /** Sends any event once; null if no acknowledgement came. */
    public @Nullable JsonNode ask(String event, Map<String, ?> payload, Duration within) {
        JsonNode answer = call("ask", Map.of("event", event, "payload", payload, "within", within.toMillis()), within);
        return answer.isNull() ? null : answer;
    }

    /** Drops the connection without telling the server, as a broken network does. The client reconnects by itself. */
    public void drop() {
        node.send(Map.of("op", "drop", "client", id));
    }

    /** Drops the connection. The client reconnects to this one of its addresses. */
    public void moveTo(int url) {
        node.send(Map.of("op", "move", "client", id, "to", url));
    }

    /** What it saw so far: events, and by the names of its own {@code connect}, {@code disconnect}, {@code ack}. */
    public List<Seen> seen() {
        return sightings.all();
    }

    /** How much it saw so far. */
    public int seenCount() {
        return sightings.count();
    }

    /** Waits for the first event that matches; one that was seen already counts. */
    public Seen await(String what, Predicate<Seen> which) {
        return sightings.await(what, which);
    }

    /** Waits for the first event that matches, ignoring the first {@code after} ones. */
    public Seen await(String what, int after, Predicate<Seen> which) {
        return sightings.await(what, after, which);
    }

    /** Waits for the first connect that is not among the first {@code after} events. */
    public Seen awaitConnect(int after) {
        return await("connect", after, one -> one.event().equals("connect"));
    }

    /** Waits for the event that ends this answer. */
    public Seen awaitEnd(String answerId) {
        return await("an end of " + answerId, one -> answerId.equals(one.messageId()) && one.isEnd());
    }

    /** What the guarantees need to know about this client. */
    public ClientLog log() {
        synchronized (sent) {
            return new ClientLog(name, userId, sent, sightings.all());
        }
    }

    /** Disconnects for good, as a closed page does. */
    @Override
    public void close() {
        call("close", Map.of(), Duration.ZERO);
    }

    void awaitGreeting() {
        Seen greeting = await("greeting", one -> one.event().equals("connected") || isRefusal(one));
        if (!userId.equals(greeting.text("user_id"))) {
            throw new AssertionError(name + " was greeted with " + greeting + " (expected: user " + userId + ")");
        }
    }

    /** The server rejects it, and trying again would not help. */
    private static boolean isRefusal(Seen one) {
        return one.event().equals("connect_error")
                && !one.payload().path("again").booleanValue();
    }

    private JsonNode must(String op, Map<String, ?> arguments, String what) {
        JsonNode answer = call(op, arguments, Sightings.PATIENCE);
        if (answer.isNull()) {
            throw new AssertionError(name + ": no answer to " + what + " of " + arguments);
        }
        return answer;
    }

    private JsonNode call(String op, Map<String, ?> arguments, Duration within) {
        int call = calls.getAndIncrement();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(call, answer);
        Map<String, Object> command = new HashMap<>(arguments);
        command.putAll(Map.of("op", op, "client", id, "call", call));
        node.send(command);
        try {
            return answer.get(within.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(name + ": " + op + " of " + arguments, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        } finally {
            pending.remove(call);
        }
    }

    /** A line of the Node process about this client: what it is, the client, and what there is to say. */
    void hear(JsonNode line) {
        String what = line.path(0).stringValue();
        switch (what) {
            case "event" -> sightings.add(event(line.path(2).stringValue(), line.path(3)));
            case "connect" ->
                sightings.add(new Seen(what, line.path(2), null, line.path(3).booleanValue()));
            case "disconnect", "connect_error", "ack" -> sightings.add(new Seen(what, line.path(2), null, false));
            case "answer" -> {
                CompletableFuture<JsonNode> waiting = pending.get(line.path(2).intValue());
                if (waiting != null) {
                    waiting.complete(line.path(3));
                }
            }
            default -> throw new IllegalStateException("not understood: " + line);
        }
    }

    void fail(RuntimeException why) {
        sightings.fail(why);
        pending.values().forEach(waiting -> waiting.completeExceptionally(why));
    }

    private static Seen event(String event, JsonNode args) {
        JsonNode last = args.path(args.size() - 1);
        JsonNode payload =
                args.path(0).isObject() ? args.path(0) : ChatJson.mapper().createObjectNode();
        return new Seen(event, payload, last.isString() ? last.stringValue() : null, false);
    }
}
