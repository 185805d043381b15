package dev.chatpipeline.faults.mass;

import dev.chatpipeline.embedded.Ports;
import dev.chatpipeline.testkit.client.PacketClient;
import dev.chatpipeline.testkit.guarantee.ClientLog.Seen;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Follows one answer to its end and counts missed and repeated events. Thousands of these fit where dozens of stock
 * clients do. Used by one thread, except for volatile fields.
 */
final class LightClient implements Runnable {

    /** Pause between retries: the stock client's default, without its growth. */
    private static final int MIN_AGAIN_MILLIS = 500;

    private static final int MAX_AGAIN_MILLIS = 1_500;

    private final PacketClient client;
    private final String sessionId;
    private final @Nullable String message;
    private final IntSupplier gateway;
    private final CountDownLatch started = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();

    private boolean entered;
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
     * @param message message to send; null to join the session
     * @param gateway the current port to connect to
     */
    LightClient(String token, String sessionId, @Nullable String message, IntSupplier gateway) {
        this.client = new PacketClient(token);
        this.sessionId = sessionId;
        this.message = message;
        this.gateway = gateway;
    }

    /** Reaches zero once it has seen a token. */
    CountDownLatch started() {
        return started;
    }

    /** Number of events that it missed before one that it saw. */
    long missed() {
        return missed;
    }

    /** Number of events that it saw again. */
    long repeated() {
        return repeated;
    }

    /** How often it reconnected and was told that it missed something. */
    int unrecovered() {
        return unrecovered;
    }

    /** Whether it saw the answer's end, and its tokens join to the text. */
    boolean isWhole() {
        return whole;
    }

    /** Time from its last loss of the connection to the next event; null if it has lost none. */
    @Nullable
    Duration resumedAfter() {
        return resumedAfter;
    }

    @Override
    public void run() {
        try {
            while (!whole) {
                try (PacketClient connection = client) {
                    connection.connect(Ports.LOOPBACK, gateway.getAsInt());
                    follow();
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

    private void follow() throws IOException {
        if (!client.recovered()) {
            join();
        }
        while (!whole) {
            event(client.next());
        }
    }

    private void join() throws IOException {
        if (entered) {
            unrecovered++;
            begin(0);
        }
        entered = true;
        if (message != null && !asked) {
            asked = true;
            client.tell("chat_message", Map.of("message", message, "session_id", sessionId, "message_id", "m"));
        } else {
            client.tell("join_session", Map.of("session_id", sessionId));
        }
    }

    private void begin(long ofAttempt) {
        attempt = ofAttempt;
        next = 0;
        text.setLength(0);
    }

    private void event(Seen event) {
        JsonNode payload = event.payload();
        switch (event.event()) {
            case "chat_started" -> begin(payload.get("attempt").longValue());
            case "chat_chunk" -> chunk(payload);
            case "chat_complete" -> {
                missed += Math.max(0, payload.get("chunks").longValue() - next);
                whole = payload.get("full_response").stringValue().contentEquals(text);
            }
            case "error" -> throw new IllegalStateException(payload.toString());
            default -> {
                // Other events have no sequence number to check.
            }
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
}
