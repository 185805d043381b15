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
 * Follows one answer to its end and counts what it missed and saw again. Thousands of these fit where dozens of stock
 * clients do. One thread's, save what is volatile.
 */
final class LightClient implements Runnable {

    /** Between tries, as the stock client has it by default, without its growth. */
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
     * @param message asks for the answer; null to join it
     * @param gateway the port to connect to now
     */
    LightClient(String token, String sessionId, @Nullable String message, IntSupplier gateway) {
        this.client = new PacketClient(token);
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
                // What else happens in the session has no number to be checked by.
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
