package dev.chatpipeline.gateway.recovery;

import dev.chatpipeline.gateway.TestGateway;
import dev.chatpipeline.testkit.client.PacketClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A {@link PacketClient} that remembers every event it took. A test decides after which packet its link breaks. */
final class RecoveringClient implements AutoCloseable {

    private final PacketClient client;
    private final List<Seen> received = new ArrayList<>();
    private final List<Boolean> recovered = new ArrayList<>();

    /** @param token null to come as a guest */
    RecoveringClient(@Nullable String token) {
        this.client = new PacketClient(token);
    }

    /** A client that resumes with what another one was given. */
    RecoveringClient(@Nullable String token, @Nullable String pid, @Nullable String offset) {
        this.client = new PacketClient(token, pid, offset);
    }

    @Nullable
    String pid() {
        return client.pid();
    }

    @Nullable
    String offset() {
        return client.offset();
    }

    /** The events of all its connections. */
    List<Seen> received() {
        return List.copyOf(received);
    }

    /** The payloads of one session's turns. */
    List<JsonNode> ofTurns(String sessionId) {
        return received.stream()
                .filter(one -> one.isOfATurn() && sessionId.equals(one.sessionId()))
                .map(Seen::payload)
                .toList();
    }

    /** Whether each connect was a recovered one. */
    List<Boolean> recovered() {
        return List.copyOf(recovered);
    }

    /** Connects and enters; false when the server closed the connection without an answer. */
    boolean connect(TestGateway gateway) {
        try {
            client.connect("localhost", gateway.port());
        } catch (EOFException | SocketException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        recovered.add(client.recovered());
        return true;
    }

    /** Takes the next event; null when the server closed the connection. */
    @Nullable
    Seen take() {
        try {
            Seen event = client.next();
            received.add(event);
            return event;
        } catch (EOFException | SocketException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes events until one matches, and returns it. */
    Seen takeUntil(Predicate<Seen> wanted) {
        while (true) {
            Seen event = take();
            if (event == null) {
                throw new AssertionError("closed by the server after " + received);
            }
            if (wanted.test(event)) {
                return event;
            }
        }
    }

    /** Sends an event that asks for an ack, and does not wait for it. */
    void tell(String event, Map<String, ?> payload) {
        try {
            client.tell(event, payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the link. What has not been taken was not received. */
    void cut() {
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
