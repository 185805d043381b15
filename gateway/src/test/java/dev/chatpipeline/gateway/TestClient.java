package dev.chatpipeline.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatpipeline.contracts.Cursor;
import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** The stock Java client, remembering all it was told. */
public final class TestClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> EVENTS = List.of(
            "connected",
            "session_joined",
            "session_left",
            "user_message",
            "chat_queued",
            "chat_started",
            "chat_chunk",
            "chat_heartbeat",
            "chat_complete",
            "chat_cancelled",
            "error");

    private final Socket socket;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Object> connectError = new CompletableFuture<>();

    /**
     * An event.
     *
     * @param cursor null when its last argument was no string
     */
    public record Received(
            String event, JSONObject payload, @Nullable String cursor) {

        public Object get(String field) {
            try {
                return payload.get(field);
            } catch (JSONException e) {
                throw new AssertionError(this + " has no " + field, e);
            }
        }

        public Cursor position() {
            return Cursor.decode(String.valueOf(cursor));
        }
    }

    private TestClient(Socket socket) {
        this.socket = socket;
        for (String event : EVENTS) {
            socket.on(event, args -> {
                String cursor = args[args.length - 1] instanceof String text ? text : null;
                received.add(new Received(event, (JSONObject) args[0], cursor));
            });
        }
        socket.on(Socket.EVENT_CONNECT_ERROR, args -> connectError.complete(args[0]));
    }

    /** Connects over WebSocket without a token. */
    public static TestClient guest(TestGateway gateway) {
        return connect(gateway, options -> {});
    }

    public static TestClient withToken(TestGateway gateway, String token) {
        return connect(gateway, options -> options.auth = Map.of("token", token));
    }

    public static TestClient connect(TestGateway gateway, Consumer<IO.Options> change) {
        TestClient client = open(gateway, change);
        client.await("connected");
        return client;
    }

    /** Begins to connect. */
    public static TestClient open(TestGateway gateway, Consumer<IO.Options> change) {
        IO.Options options = new IO.Options();
        options.forceNew = true;
        options.reconnection = false;
        options.transports = new String[] {"websocket"};
        change.accept(options);
        TestClient client = new TestClient(IO.socket(URI.create(gateway.url()), options));
        client.socket.connect();
        return client;
    }

    public Socket socket() {
        return socket;
    }

    public Object connectError() throws Exception {
        return connectError.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    public String userId() {
        return await("connected").get("user_id").toString();
    }

    public String token() {
        return await("connected").get("token").toString();
    }

    /** Sends an event and waits for its ack. */
    public JSONObject ask(String event, Object... args) throws Exception {
        CompletableFuture<JSONObject> answer = new CompletableFuture<>();
        socket.emit(event, args, (Ack) acknowledged -> answer.complete((JSONObject) acknowledged[0]));
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Sends an event without an ack callback. */
    public void tell(String event, Object... args) {
        socket.emit(event, args);
    }

    public List<Received> received() {
        return received;
    }

    public List<Received> received(String event) {
        return received.stream().filter(one -> one.event().equals(event)).toList();
    }

    /** What came of a session's turns, without what is the gateway's own. */
    public List<Received> ofTurns() {
        return received.stream()
                .filter(one -> !one.event().equals("connected") && !one.event().startsWith("session_"))
                .toList();
    }

    public Received await(String event) {
        return await(one -> one.event().equals(event));
    }

    public Received await(Predicate<Received> wanted) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> received.stream().filter(wanted).findFirst().orElse(null), one -> one != null);
    }

    public void awaitDisconnect() {
        Awaitility.await().atMost(PATIENCE).until(() -> !socket.connected());
    }

    public void assertNothingLike(Predicate<Received> unwanted) {
        assertThat(received).noneMatch(unwanted);
    }

    /** An object of names and values. */
    public static JSONObject object(Object... namesAndValues) {
        JSONObject object = new JSONObject();
        try {
            for (int i = 0; i < namesAndValues.length; i += 2) {
                object.put((String) namesAndValues[i], namesAndValues[i + 1]);
            }
        } catch (JSONException e) {
            throw new AssertionError(e);
        }
        return object;
    }

    @Override
    public void close() {
        socket.close();
    }
}
