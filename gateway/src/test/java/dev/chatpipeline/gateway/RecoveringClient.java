package dev.chatpipeline.gateway;

import dev.chatpipeline.gateway.TestClient.Received;
import dev.chatpipeline.testkit.client.PacketSocket;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * What the stock JavaScript client does about recovery, frame by frame: it keeps {@code pid} and the last string that
 * ended an event, and shows both when it comes back. A test decides after which frame its link breaks.
 */
public final class RecoveringClient implements AutoCloseable {

    private final @Nullable String token;
    private final List<Received> received = new ArrayList<>();
    private final List<Boolean> recovered = new ArrayList<>();
    private @Nullable String pid;
    private @Nullable String offset;
    private @Nullable PacketSocket socket;
    private int acks;

    /** @param token null to come as a guest */
    public RecoveringClient(@Nullable String token) {
        this.token = token;
    }

    /** One that was given these by another. */
    public RecoveringClient(@Nullable String token, @Nullable String pid, @Nullable String offset) {
        this(token);
        this.pid = pid;
        this.offset = offset;
    }

    public @Nullable String pid() {
        return pid;
    }

    public @Nullable String offset() {
        return offset;
    }

    /** All events of all connections. */
    public List<Received> received() {
        return List.copyOf(received);
    }

    /** Those of one session's log. */
    public List<String> ofTurns(String sessionId) {
        return received.stream()
                .filter(one -> !one.event().equals("connected") && !one.event().startsWith("session_"))
                .filter(one -> one.get("session_id").equals(sessionId))
                .map(one -> one.payload().toString())
                .toList();
    }

    /** Whether each connect was a recovered one. */
    public List<Boolean> recovered() {
        return List.copyOf(recovered);
    }

    /** Connects and enters; false when the server closed the connection without an answer. */
    public boolean connect(TestGateway gateway) {
        URI uri = URI.create(gateway.url());
        try {
            socket = PacketSocket.open(uri.getHost(), uri.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        next("0");
        JSONObject auth = new JSONObject();
        put(auth, "token", token);
        put(auth, "pid", pid);
        put(auth, "offset", offset);
        send("40" + auth);
        String answer = next("40");
        if (answer == null) {
            return false;
        }
        try {
            String given = new JSONObject(answer).getString("pid");
            recovered.add(given.equals(pid));
            pid = given;
        } catch (JSONException e) {
            throw new AssertionError(answer, e);
        }
        return true;
    }

    private static void put(JSONObject object, String name, @Nullable String value) {
        try {
            object.putOpt(name, value);
        } catch (JSONException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes the next event; null when the server closed the connection. */
    public @Nullable Received take() {
        while (true) {
            String packet = next();
            if (packet == null) {
                return null;
            }
            if (packet.startsWith("42")) {
                Received event = event(packet.substring(2));
                received.add(event);
                if (event.cursor() != null) {
                    offset = event.cursor();
                }
                return event;
            }
        }
    }

    private static Received event(String json) {
        try {
            JSONArray array = new JSONArray(json);
            Object last = array.get(array.length() - 1);
            return new Received(
                    array.getString(0), array.getJSONObject(1), last instanceof String cursor ? cursor : null);
        } catch (JSONException e) {
            throw new AssertionError(json, e);
        }
    }

    /** Takes events up to that one. */
    public Received takeUntil(Predicate<Received> wanted) {
        while (true) {
            Received event = take();
            if (event == null) {
                throw new AssertionError("closed by the server after " + received);
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** Sends an event, with an ack asked for that is not waited for. */
    public void tell(String event, JSONObject payload) {
        send("42" + acks++ + "[\"" + event + "\"," + payload + "]");
    }

    /** Breaks the link: nothing that has not been taken was received. */
    public void cut() {
        try {
            open().abort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket = null;
    }

    private void send(String packet) {
        try {
            open().send(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet; null when the server closed the connection. */
    private @Nullable String next() {
        try {
            return open().next();
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rest of the next packet, which begins so; null when the server closed the connection. */
    private @Nullable String next(String prefix) {
        String packet = next();
        if (packet != null && !packet.startsWith(prefix)) {
            throw new AssertionError(packet + " (expected: " + prefix + "…)");
        }
        return packet == null ? null : packet.substring(prefix.length());
    }

    private PacketSocket open() {
        if (socket == null) {
            throw new AssertionError("not connected");
        }
        return socket;
    }

    @Override
    public void close() {
        if (socket != null) {
            cut();
        }
    }
}
