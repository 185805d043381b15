package dev.chatpipeline.testkit.client;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.testkit.guarantee.ClientLog;
import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import dev.chatpipeline.testkit.guarantee.ClientLog.Sent;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.json.JSONException;
import org.json.JSONObject;
import org.json.JSONTokener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The stock Java client, {@code io.socket:socket.io-client}, unchanged; this class only records what it sends and sees.
 * Thread-safe.
 */
public final class ChatClient implements AutoCloseable {

    /** Limit on concurrent HTTP requests, over all clients of a test. */
    private static final int MAX_REQUESTS = 10_000;

    /** OkHttp's default allows five concurrent requests per host, fewer than the clients that poll. */
    private static final OkHttpClient HTTP = http();

    private final String name;
    private final Socket socket;
    private final List<Try> sent = new ArrayList<>();
    private final Sightings sightings;

    private record Try(
            @Nullable String sessionId, @Nullable String messageId, String text, CompletableFuture<Ack> ack) {}

    private ChatClient(String name, URI server, IO.Options options) {
        this.name = name;
        this.sightings = new Sightings(name);
        this.socket = IO.socket(server, options);
        socket.onAnyIncoming(this::note);
        // This client does not support recovery.
        socket.on(Socket.EVENT_CONNECT, args -> note("connect", args));
        socket.on(Socket.EVENT_DISCONNECT, args -> note("disconnect", new JSONObject(Map.of("reason", args[0]))));
        socket.on(Socket.EVENT_CONNECT_ERROR, args -> note("connect_error", args));
    }

    /** A client that is not connected yet. */
    public static Builder to(URI server) {
        return new Builder(server);
    }

    /** How to connect; by default without a token and over any transport. */
    public static final class Builder {

        private final URI server;
        private final IO.Options options = new IO.Options();
        private String name = "client";

        private Builder(URI server) {
            this.server = server;
            options.forceNew = true;
            options.callFactory = HTTP;
            options.webSocketFactory = HTTP;
            options.reconnectionDelay = 100;
            options.reconnectionDelayMax = 500;
        }

        /** Names the client in failure messages. */
        public Builder named(String aName) {
            this.name = aName;
            return this;
        }

        /** A JWT. */
        public Builder token(String token) {
            options.auth = Map.of("token", token);
            return this;
        }

        /** Headers of every request. */
        public Builder headers(Map<String, List<String>> headers) {
            options.extraHeaders = headers;
            return this;
        }

        /** Does not reconnect when its connection breaks. */
        public Builder once() {
            options.reconnection = false;
            return this;
        }

        /** {@code polling}, {@code websocket} or both in this order, which means an upgrade. */
        public Builder transports(String... transports) {
            options.transports = transports;
            return this;
        }

        /** Begins to connect. */
        public ChatClient open() {
            ChatClient client = new ChatClient(name, server, options);
            client.socket.connect();
            return client;
        }

        /** Connects and waits for {@code connected}. */
        public ChatClient connect() {
            ChatClient client = open();
            client.await("connected");
            return client;
        }
    }

    /** The user id that the server gave this client. */
    public String userId() {
        return text(await("connected"), "user_id");
    }

    /** The token the server gave to a guest. */
    public String token() {
        return text(await("connected"), "token");
    }

    /** Sends a message; without a session id the server chooses the session. */
    public CompletableFuture<Ack> send(@Nullable String sessionId, String message) {
        Map<String, String> payload = new HashMap<>(Map.of("message", message));
        if (sessionId != null) {
            payload.put("session_id", sessionId);
        }
        return send(payload);
    }

    /** Sends a {@code chat_message} with this payload. */
    public CompletableFuture<Ack> send(Map<String, ?> payload) {
        CompletableFuture<Ack> ack = emit("chat_message", payload).thenApply(Ack::of);
        synchronized (this) {
            sent.add(new Try(
                    (String) payload.get("session_id"),
                    (String) payload.get("message_id"),
                    String.valueOf(payload.get("message")),
                    ack));
        }
        return ack;
    }

    /** Sends a message and waits until it was accepted. */
    public Ack.Accepted accepted(@Nullable String sessionId, String message) {
        return switch (send(sessionId, message).join()) {
            case Ack.Accepted accepted -> accepted;
            case Ack.Rejected rejected -> throw new AssertionError(name + ": rejected as " + rejected.code());
        };
    }

    /** Emits any event. Completes with the first argument of the ack, or exceptionally if none comes. */
    public CompletableFuture<JsonNode> emit(String event, Object... arguments) {
        CompletableFuture<JsonNode> ack = new CompletableFuture<>();
        socket.emit(event, wire(arguments), args -> {
            JsonNode answer = json(args[0]);
            sightings.add(new Seen("ack", answer, null, false));
            ack.complete(answer);
        });
        return ack.orTimeout(Sightings.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Emits any event and waits for the first argument of its ack. */
    public JsonNode ask(String event, Object... arguments) {
        return emit(event, arguments).join();
    }

    /** Emits any event without an ack callback. */
    public void tell(String event, Object... arguments) {
        socket.emit(event, wire(arguments));
    }

    private static Object[] wire(Object... arguments) {
        return Stream.of(arguments).map(ChatClient::wire).toArray();
    }

    /** Maps and lists become what the stock client takes for objects and arrays; everything else stays as it is. */
    private static Object wire(Object argument) {
        if (!(argument instanceof Map || argument instanceof List)) {
            return argument;
        }
        try {
            return new JSONTokener(ChatJson.mapper().writeValueAsString(argument)).nextValue();
        } catch (JSONException e) {
            throw new IllegalArgumentException("argument: " + argument + " (expected: JSON)", e);
        }
    }

    /** Waits for the event that ends this answer. */
    public Seen awaitEnd(String answerId) {
        return await("an end of " + answerId, event -> answerId.equals(event.messageId()) && event.isEnd());
    }

    /** Waits for the first event that matches; one that was seen already counts. */
    public Seen await(String what, Predicate<Seen> which) {
        return sightings.await(what, which);
    }

    /** Waits for the first event that matches, ignoring the first {@code after} ones. */
    public Seen await(String what, int after, Predicate<Seen> which) {
        return sightings.await(what, after, which);
    }

    /** Waits for the first event of that name; one that was seen already counts. */
    public Seen await(String event) {
        return await(event, one -> one.event().equals(event));
    }

    /** Everything seen so far. */
    public List<Seen> seen() {
        return sightings.all();
    }

    /** The events that the server sent so far. */
    public List<Seen> events() {
        return sightings.all().stream().filter(Seen::isEvent).toList();
    }

    /** Everything of that name seen so far. */
    public List<Seen> seen(String event) {
        return sightings.all().stream().filter(one -> one.event().equals(event)).toList();
    }

    /** The events of turns seen so far. */
    public List<Seen> ofTurns() {
        return sightings.all().stream().filter(Seen::isOfATurn).toList();
    }

    /** What the guarantees need to know about this client. */
    public ClientLog log() {
        String userId = userId();
        synchronized (this) {
            List<Sent> tries = sent.stream()
                    .map(one -> new Sent(
                            one.sessionId(),
                            one.messageId(),
                            one.text(),
                            one.ack().exceptionally(e -> null).getNow(null)))
                    .toList();
            return new ClientLog(name, userId, tries, sightings.all());
        }
    }

    /** Disconnects for good. */
    @Override
    public void close() {
        boolean connected = socket.connected();
        socket.disconnect();
        if (!connected) {
            // The stock client reports no disconnect if it is not connected.
            note("disconnect", new JSONObject(Map.of("reason", "io client disconnect")));
        }
    }

    private void note(Object... args) {
        Object[] rest = new Object[args.length - 1];
        System.arraycopy(args, 1, rest, 0, rest.length);
        note((String) args[0], rest);
    }

    private void note(String event, Object[] args) {
        JsonNode payload = args.length > 0 && args[0] instanceof JSONObject
                ? json(args[0])
                : ChatJson.mapper().createObjectNode();
        String cursor = args.length > 1 && args[args.length - 1] instanceof String text ? text : null;
        sightings.add(new Seen(event, payload, cursor, false));
    }

    private static OkHttpClient http() {
        Dispatcher dispatcher = new Dispatcher(Executors.newVirtualThreadPerTaskExecutor());
        dispatcher.setMaxRequests(MAX_REQUESTS);
        dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .readTimeout(Sightings.PATIENCE)
                .build();
    }

    private static String text(Seen event, String field) {
        String value = event.text(field);
        if (value == null) {
            throw new AssertionError(event + " has no " + field);
        }
        return value;
    }

    private static JsonNode json(Object value) {
        return ChatJson.mapper().readTree(value.toString());
    }
}
