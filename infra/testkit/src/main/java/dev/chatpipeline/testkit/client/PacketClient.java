package dev.chatpipeline.testkit.client;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recovers as the stock JavaScript client does, packet by packet: it keeps {@code pid} and the last string that ended an
 * event, and presents both when it reconnects. It reads only when told to, so its user decides after which packet a link
 * breaks. It keeps nothing else, so thousands of them fit into one JVM. Confined to one thread.
 */
public final class PacketClient implements AutoCloseable {

    private static final String OPEN = "0";
    private static final String CONNECT = "40";
    private static final String EVENT = "42";

    private final @Nullable String token;
    private @Nullable String pid;
    private @Nullable String offset;
    private boolean recovered;
    private @Nullable PacketSocket socket;
    private int acks;

    /** @param token null to come as a guest */
    public PacketClient(@Nullable String token) {
        this(token, null, null);
    }

    /** A client that resumes with what another one was given. */
    public PacketClient(@Nullable String token, @Nullable String pid, @Nullable String offset) {
        this.token = token;
        this.pid = pid;
        this.offset = offset;
    }

    public @Nullable String pid() {
        return pid;
    }

    /** The cursor of the last event that had one. */
    public @Nullable String offset() {
        return offset;
    }

    /** Whether the last connect was a recovered one. */
    public boolean recovered() {
        return recovered;
    }

    /**
     * Opens a connection and enters the namespace.
     *
     * @throws java.io.EOFException when the gateway closed the connection without an answer
     */
    public void connect(String host, int port) throws IOException {
        close();
        socket = PacketSocket.open(host, port);
        expect(OPEN);
        open().send(CONNECT + auth());
        String given = json(expect(CONNECT)).path("pid").stringValue();
        recovered = given.equals(pid);
        pid = given;
    }

    private ObjectNode auth() {
        ObjectNode auth = ChatJson.mapper().createObjectNode();
        if (token != null) {
            auth.put("token", token);
        }
        if (pid != null) {
            auth.put("pid", pid);
        }
        if (offset != null) {
            auth.put("offset", offset);
        }
        return auth;
    }

    /**
     * Takes the next event, skipping acknowledgements.
     *
     * @throws java.io.EOFException when the gateway closed the connection
     */
    public Seen next() throws IOException {
        String packet = open().next();
        while (!packet.startsWith(EVENT)) {
            packet = open().next();
        }
        JsonNode arguments = json(packet.substring(EVENT.length()));
        JsonNode last = arguments.get(arguments.size() - 1);
        String cursor = last.isString() ? last.stringValue() : null;
        if (cursor != null) {
            offset = cursor;
        }
        return new Seen(arguments.get(0).stringValue(), arguments.get(1), cursor, false);
    }

    /** Sends an event that asks for an acknowledgement, and does not wait for it. */
    public void tell(String event, Object payload) throws IOException {
        Object[] arguments = {event, payload};
        open().send(EVENT + acks++ + ChatJson.mapper().writeValueAsString(arguments));
    }

    /** Breaks the link. What has not been taken was not received. */
    public void cut() throws IOException {
        open().abort();
        socket = null;
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    /** Takes the next packet, which must have this prefix, and returns the rest of it. */
    private String expect(String prefix) throws IOException {
        String packet = open().next();
        if (!packet.startsWith(prefix)) {
            throw new IOException("packet: " + packet + " (expected: " + prefix + "…)");
        }
        return packet.substring(prefix.length());
    }

    private static JsonNode json(String text) {
        return ChatJson.mapper().readTree(text);
    }

    private PacketSocket open() {
        if (socket == null) {
            throw new IllegalStateException("not connected");
        }
        return socket;
    }
}
