package dev.chatpipeline.gateway;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.gateway.TestClient.Received;
import dev.chatpipeline.testkit.client.PacketClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.json.JSONException;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** A {@link PacketClient} that remembers all it took. A test decides after which packet its link breaks. */
public final class RecoveringClient implements AutoCloseable {

    private final PacketClient client;
    private final List<Received> received = new ArrayList<>();
    private final List<Boolean> recovered = new ArrayList<>();

    /** @param token null to come as a guest */
    public RecoveringClient(@Nullable String token) {
        this.client = new PacketClient(token);
    }

    /** One that was given these by another. */
    public RecoveringClient(@Nullable String token, @Nullable String pid, @Nullable String offset) {
        this.client = new PacketClient(token, pid, offset);
    }

    public @Nullable String pid() {
        return client.pid();
    }

    public @Nullable String offset() {
        return client.offset();
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
            client.connect(uri.getHost(), uri.getPort());
        } catch (EOFException | SocketException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        recovered.add(client.recovered());
        return true;
    }

    /** Takes the next event; null when the server closed the connection. */
    public @Nullable Received take() {
        try {
            Received event = received(client.next());
            received.add(event);
            return event;
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Received received(Seen seen) {
        try {
            return new Received(seen.event(), new JSONObject(seen.payload().toString()), seen.cursor());
        } catch (JSONException e) {
            throw new AssertionError(seen.toString(), e);
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
        try {
            client.tell(event, ChatJson.mapper().readTree(payload.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the link: nothing that has not been taken was received. */
    public void cut() {
        try {
            client.cut();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
