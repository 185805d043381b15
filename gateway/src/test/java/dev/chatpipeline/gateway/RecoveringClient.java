package dev.chatpipeline.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chatpipeline.gateway.TestClient.Received;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
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

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final @Nullable String token;
    private final List<Received> received = new ArrayList<>();
    private final List<Boolean> recovered = new ArrayList<>();
    private @Nullable String pid;
    private @Nullable String offset;
    private @Nullable Link link;
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
        Link opened = new Link(gateway);
        link = opened;
        opened.next("0");
        JSONObject auth = new JSONObject();
        put(auth, "token", token);
        put(auth, "pid", pid);
        put(auth, "offset", offset);
        opened.send("40" + auth);
        String answer = opened.next("40");
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
        Link current = open();
        while (true) {
            String packet = current.next();
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
        open().send("42" + acks++ + "[\"" + event + "\"," + payload + "]");
    }

    /** Breaks the link: nothing that has not been taken was received. */
    public void cut() {
        open().abort();
        link = null;
    }

    private Link open() {
        if (link == null) {
            throw new AssertionError("not connected");
        }
        return link;
    }

    @Override
    public void close() {
        if (link != null) {
            cut();
        }
    }

    /** A WebSocket on a plain TCP connection, so that nothing is received which was not taken. RFC 6455, text only. */
    private static final class Link {

        private static final int TEXT = 0x81;
        private static final int CLOSE = 0x88;
        private static final int MASKED = 0x80;

        private final Socket socket;
        private final DataInputStream in;

        Link(TestGateway gateway) {
            URI uri = URI.create(gateway.url());
            try {
                socket = new Socket(uri.getHost(), uri.getPort());
                socket.setSoTimeout((int) PATIENCE.toMillis());
                in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                socket.getOutputStream()
                        .write(("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + uri.getAuthority()
                                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                        + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                                .getBytes(US_ASCII));
                String status = line();
                if (!status.contains(" 101 ")) {
                    throw new AssertionError(status);
                }
                while (!line().isEmpty()) {
                    // The other headers do not matter.
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
                line.append((char) c);
            }
            return line.toString().strip();
        }

        void send(String packet) {
            byte[] text = packet.getBytes(UTF_8);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(TEXT);
            frame.write(MASKED | 126);
            frame.write(text.length >> 8);
            frame.write(text.length);
            frame.writeBytes(new byte[4]); // a mask of zeros changes nothing
            frame.writeBytes(text);
            try {
                socket.getOutputStream().write(frame.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The next packet; null when the server closed the connection. */
        @Nullable
        String next() {
            try {
                while (true) {
                    int head = in.readUnsignedByte();
                    int length = in.readUnsignedByte();
                    byte[] payload = new byte
                            [length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length];
                    in.readFully(payload);
                    String packet = new String(payload, UTF_8);
                    if (head == CLOSE) {
                        return null;
                    } else if (packet.equals("2")) {
                        send("3");
                    } else {
                        return packet;
                    }
                }
            } catch (EOFException | SocketException e) {
                return null;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The rest of the next packet, which begins so; null when the server closed the connection. */
        @Nullable
        String next(String prefix) {
            String packet = next();
            if (packet != null && !packet.startsWith(prefix)) {
                throw new AssertionError(packet + " (expected: " + prefix + "…)");
            }
            return packet == null ? null : packet.substring(prefix.length());
        }

        /** Without a word, as a network does it. */
        void abort() {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
