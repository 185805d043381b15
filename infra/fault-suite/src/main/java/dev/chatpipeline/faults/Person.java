package dev.chatpipeline.faults;

import dev.chatpipeline.testkit.guarantee.ClientLog.Ack;
import dev.chatpipeline.testkit.stock.StockClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A person who talks in several sessions without waiting for answers, cancels some, interrupts some, regenerates some, follows
 * some on a second device, and sends a message again until it is answered.
 */
final class Person implements Runnable {

    /** How long a message is resent before the person gives up. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration ACK_WAIT = Duration.ofSeconds(4);
    private static final Duration AGAIN = Duration.ofMillis(300);
    private static final int MAX_SESSIONS = 4;
    private static final int MIN_PAUSE_MILLIS = 500;
    private static final int MAX_PAUSE_MILLIS = 5_000;

    private final String name;
    private final List<StockClient> devices;
    private final SplittableRandom random;
    private final CountDownLatch stop;
    private final List<String> sessions = new ArrayList<>();
    private final List<Ack.Accepted> answers = new ArrayList<>();
    private volatile int said;
    private volatile int unanswered;

    /** @param stop when it is 0, the person sends nothing new */
    Person(String name, List<StockClient> devices, SplittableRandom random, CountDownLatch stop) {
        this.name = name;
        this.devices = List.copyOf(devices);
        this.random = random;
        this.stop = stop;
    }

    int said() {
        return said;
    }

    int unanswered() {
        return unanswered;
    }

    @Override
    public void run() {
        try {
            while (!stop.await(random.nextInt(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS), TimeUnit.MILLISECONDS)) {
                act();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void act() throws InterruptedException {
        int choice = random.nextInt(100);
        if (sessions.isEmpty() || choice < 70) {
            say();
        } else if (choice < 75 && !answers.isEmpty()) {
            regenerate();
        } else if (choice < 83) {
            device().cancel(session(), null, ACK_WAIT);
        } else if (choice < 95) {
            device().join(session());
        } else {
            device().leave(session());
        }
    }

    private void say() throws InterruptedException {
        if (sessions.size() < MAX_SESSIONS && random.nextInt(sessions.size() + 1) == 0) {
            sessions.add(name + "-" + sessions.size());
        }
        StockClient device = device();
        String session = session();
        String message = name + "." + said++;
        String text = text();
        Map<String, String> options = onBusy();
        insist(() -> {
            Ack ack = device.send(session, message, text, options, ACK_WAIT).ack();
            if (ack instanceof Ack.Accepted accepted) {
                answers.add(accepted);
            }
            return ack;
        });
    }

    /** Regenerates an answer, whatever its outcome was. */
    private void regenerate() throws InterruptedException {
        StockClient device = device();
        Ack.Accepted answer = answers.get(random.nextInt(answers.size()));
        Map<String, String> request = Map.of(
                "session_id", answer.sessionId(), "message_id", answer.answerId(), "request_id", name + "." + said++);
        insist(() -> {
            JsonNode ack = device.ask("regenerate_message", request, ACK_WAIT);
            return ack == null ? null : Ack.of(ack);
        });
    }

    private void insist(Supplier<@Nullable Ack> request) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isAnswered(request.get())) {
            if (System.nanoTime() > deadline) {
                unanswered++;
                return;
            }
            TimeUnit.MILLISECONDS.sleep(AGAIN.toMillis());
        }
    }

    /** Mostly {@code enqueue}. */
    private Map<String, String> onBusy() {
        return switch (random.nextInt(12)) {
            case 0 -> Map.of("on_busy", "reject");
            case 1 -> Map.of("on_busy", "interrupt");
            default -> Map.of();
        };
    }

    private String text() {
        String pace = "tokens=%d rate=%d ttft=%d"
                .formatted(random.nextInt(1, 80), random.nextInt(10, 60), random.nextInt(0, 400));
        return switch (random.nextInt(12)) {
            case 0 -> "recall " + pace;
            case 1 -> pace + " fail=stream_cut";
            default -> pace;
        };
    }

    private static boolean isAnswered(@Nullable Ack ack) {
        return switch (ack) {
            case null -> false;
            case Ack.Accepted accepted -> true;
            case Ack.Rejected rejected -> !rejected.retryable();
        };
    }

    private StockClient device() {
        return devices.get(random.nextInt(devices.size()));
    }

    private String session() {
        return sessions.get(random.nextInt(sessions.size()));
    }
}
