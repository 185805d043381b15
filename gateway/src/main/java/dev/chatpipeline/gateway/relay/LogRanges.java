package dev.chatpipeline.gateway.relay;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.gateway.failure.Rejection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the log holds, asked of the broker for all partitions at once and for everybody who wants to know at that time:
 * when thousands of clients come back together, that is one question a second.
 */
final class LogRanges {

    /** How old an answer may be for most purposes. */
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    /** Bound on one answer of the broker, and on waiting for it. */
    static final Duration WAIT = Duration.ofSeconds(10);

    private final Supplier<CompletableFuture<Map<Integer, Range>>> broker;
    private @Nullable Asked last;
    private @Nullable CompletableFuture<Map<Integer, Range>> next;

    /** @param broker asks it, per partition */
    LogRanges(Supplier<CompletableFuture<Map<Integer, Range>>> broker) {
        this.broker = broker;
    }

    /**
     * Part of a partition.
     *
     * @param start the lowest offset that is still there
     * @param end   the offset the next record will get
     */
    record Range(long start, long end) {

        boolean contains(long position) {
            return position >= start && position <= end;
        }
    }

    private record Asked(long at, CompletableFuture<Map<Integer, Range>> answer) {}

    /**
     * The range of each partition, not much older than this call.
     *
     * @throws Rejection {@code log_unavailable}
     */
    Map<Integer, Range> recent() {
        return await(askedSince(System.nanoTime() - FRESH_NANOS));
    }

    /**
     * The range of each partition at a moment after this call.
     *
     * @throws Rejection {@code log_unavailable}
     */
    Map<Integer, Range> now() {
        return await(askedSince(System.nanoTime()));
    }

    /** One question is under way at a time; whoever cannot use its answer shares the next one. */
    private synchronized CompletableFuture<Map<Integer, Range>> askedSince(long time) {
        if (last == null) {
            return ask();
        }
        CompletableFuture<Map<Integer, Range>> answer = last.answer();
        if (last.at() - time >= 0 && !answer.isCompletedExceptionally()) {
            return answer;
        }
        if (answer.isDone()) {
            return ask();
        }
        if (next == null) {
            next = answer.handle((ranges, failure) -> null).thenCompose(done -> ask());
        }
        return next;
    }

    private synchronized CompletableFuture<Map<Integer, Range>> ask() {
        next = null;
        last = new Asked(System.nanoTime(), broker.get());
        return last.answer();
    }

    private static Map<Integer, Range> await(CompletableFuture<Map<Integer, Range>> answer) {
        try {
            return answer.get(WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log does not answer.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The gateway is stopping.", e);
        }
    }
}
