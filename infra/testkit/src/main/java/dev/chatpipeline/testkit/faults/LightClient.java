package dev.chatpipeline.testkit.faults;

import dev.chatpipeline.contracts.ChatJson;
import dev.chatpipeline.embedded.Ports;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows one answer to its end, and of the stock client does only what that takes: Socket.IO over a WebSocket, coming back
 * with {@code pid} and the last cursor. Thousands of these fit where dozens of stock clients do. One thread's, save what is
 * volatile.
 */
final class LightClient implements Runnable {

    private static final int CONNECT_MILLIS = 5_000;

    /** Far longer than two heartbeats: a gateway that says nothing for so long is gone. */
    private static final int SILENCE_MILLIS = 20_000;

    /** Between tries, as the stock client has it by default, without its growth. */
    private static final int MIN_AGAIN_MILLIS = 500;

    private static final int MAX_AGAIN_MILLIS = 1_500;

    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;

    private final String token;
    private final String sessionId;
    private final @Nullable String message;
    private final IntSupplier gateway;
    private final CountDownLatch started = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();

    private @Nullable String pid;
    private @Nullable String cursor;
    private boolean asked;
    private long attempt;
    private long next;
    private long lostAt;

    private volatile long missed;
    private volatile long repeated;
    private volatile int unrecovered;
    private volatile boolean whole;
    private volatile @Nullable Duration resumedAfter;

    /**
     * @param message asks for the answer; null to join it
     * @param gateway the port to connect to now
     */
    LightClient(String token, String sessionId, @Nullable String message, IntSupplier gateway) {
        this.token = token;
        this.sessionId = sessionId;
        this.message = message;
        this.gateway = gateway;
    }

    /** Zero once it has seen a token. */
    CountDownLatch started() {
        return started;
    }

    /** Events that were left out, in front of one that it saw. */
    long missed() {
        return missed;
    }

    /** Events that it saw again. */
    long repeated() {
        return repeated;
    }

    /** How often it came back and was told that it had missed something. */
    int unrecovered() {
        return unrecovered;
    }

    /** Whether it saw the answer's end, and the tokens it saw are the text. */
    boolean isWhole() {
        return whole;
    }

    /** From losing its last connection to the first event after it; null while it has lost none. */
    @Nullable
    Duration resumedAfter() {
        return resumedAfter;
    }

    @Override
    public void run() {
        try {
            while (!whole) {
                try (Socket socket = new Socket()) {
                    follow(socket);
                } catch (IOException lost) {
                    if (lostAt == 0) {
                        lostAt = System.nanoTime();
                    }
                    Thread.sleep(ThreadLocalRandom.current().nextInt(MIN_AGAIN_MILLIS, MAX_AGAIN_MILLIS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Socket socket) throws IOException {
        socket.connect(new InetSocketAddress(Ports.LOOPBACK, gateway.getAsInt()), CONNECT_MILLIS);
        socket.setSoTimeout(SILENCE_MILLIS);
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        upgrade(socket, in);
        while (!whole) {
            String packet = read(in);
            switch (packet.substring(0, Math.min(2, packet.length()))) {
                case "0{" -> send(socket, "40" + auth());
                case "40" -> entered(socket, ChatJson.mapper().readTree(packet.substring(2)));
                case "42" -> event(ChatJson.mapper().readTree(packet.substring(2)));
                case "2" -> send(socket, "3");
                default -> {
                    // Acknowledgements are of no interest here.
                }
            }
        }
    }

    private String auth() {
        var auth = ChatJson.mapper().createObjectNode().put("token", token);
        if (pid != null) {
            auth.put("pid", pid);
        }
        if (cursor != null) {
            auth.put("offset", cursor);
        }
        return auth.toString();
    }

    private void entered(Socket socket, JsonNode answer) throws IOException {
        String given = answer.path("pid").stringValue();
        if (given.equals(pid)) {
            return;
        }
        if (pid != null) {
            unrecovered++;
            begin(0);
        }
        pid = given;
        if (message != null && !asked) {
            asked = true;
            send(socket, event("chat_message", Map.of("message", message, "session_id", sessionId, "message_id", "m")));
        } else {
            send(socket, event("join_session", Map.of("session_id", sessionId)));
        }
    }

    private static String event(String name, Map<String, String> payload) {
        return "42" + ChatJson.mapper().writeValueAsString(new Object[] {name, payload});
    }

    private void begin(long ofAttempt) {
        attempt = ofAttempt;
        next = 0;
        text.setLength(0);
    }

    private void event(JsonNode packet) {
        JsonNode payload = packet.get(1);
        switch (packet.get(0).stringValue()) {
            case "chat_started" -> begin(payload.get("attempt").longValue());
            case "chat_chunk" -> chunk(payload);
            case "chat_complete" -> {
                missed += Math.max(0, payload.get("chunks").longValue() - next);
                whole = payload.get("full_response").stringValue().contentEquals(text);
            }
            case "error" -> throw new IllegalStateException(payload.toString());
            default -> {
                // What else happens in the session has no number to be checked by.
            }
        }
        JsonNode last = packet.get(packet.size() - 1);
        if (last.isString()) {
            cursor = last.stringValue();
        }
    }

    private void chunk(JsonNode chunk) {
        long seq = chunk.get("seq").longValue();
        if (chunk.get("attempt").longValue() != attempt || seq < next) {
            repeated++;
            return;
        }
        missed += seq - next;
        next = seq + 1;
        text.append(chunk.get("chunk").stringValue());
        started.countDown();
        if (lostAt != 0) {
            resumedAfter = Duration.ofNanos(System.nanoTime() - lostAt);
            lostAt = 0;
        }
    }

    private static void upgrade(Socket socket, DataInputStream in) throws IOException {
        socket.getOutputStream()
                .write(("GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: " + Ports.LOOPBACK
                                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String status = line(in);
        if (!status.contains(" 101 ")) {
            throw new IOException(status);
        }
        while (!line(in).isEmpty()) {
            // The other headers do not matter.
        }
    }

    private static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static void send(Socket socket, String packet) throws IOException {
        byte[] bytes = packet.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(TEXT);
        frame.write(MASKED | SHORT_LENGTH);
        frame.write(bytes.length >> Byte.SIZE);
        frame.write(bytes.length);
        frame.writeBytes(new byte[Integer.BYTES]); // a mask of zeros changes nothing
        frame.writeBytes(bytes);
        socket.getOutputStream().write(frame.toByteArray());
    }

    private static String read(DataInputStream in) throws IOException {
        int head = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        byte[] payload = new byte
                [switch (length) {
                    case SHORT_LENGTH -> in.readUnsignedShort();
                    case LONG_LENGTH -> Math.toIntExact(in.readLong());
                    default -> length;
                }];
        in.readFully(payload);
        if (head == CLOSE) {
            throw new IOException("closed by the gateway");
        }
        return new String(payload, StandardCharsets.UTF_8);
    }
}
