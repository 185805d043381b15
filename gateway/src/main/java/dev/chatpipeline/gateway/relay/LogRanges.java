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
 * The offset range that each partition holds. One request to the broker covers all partitions and serves all callers of that
 * moment: when thousands of clients reconnect together, it is one request a second.
 */
final class LogRanges {

    /** How old the response for {@link #recent} may be. */
    private static final long MAX_AGE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Timeout of one request to the broker, and of waiting for its response. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Supplier<CompletableFuture<Map<Integer, Range>>> broker;
    private @Nullable Request last;
    private @Nullable CompletableFuture<Map<Integer, Range>> next;

    /** @param broker sends a request for the ranges of all partitions */
    LogRanges(Supplier<CompletableFuture<Map<Integer, Range>>> broker) {
        this.broker = broker;
    }

    /**
     * The offsets that a partition holds.
     *
     * @param start the lowest offset that still exists
     * @param end   the offset that the next record will get
     */
    record Range(long start, long end) {

        boolean contains(long position) {
            return position >= start && position <= end;
        }
    }

    private record Request(long sentAt, CompletableFuture<Map<Integer, Range>> response) {}

    /**
     * The range of each partition, at most about a second old.
     *
     * @throws Rejection {@code log_unavailable}
     */
    Map<Integer, Range> recent() {
        return await(requestedSince(System.nanoTime() - MAX_AGE_NANOS));
    }

    /**
     * The range of each partition, requested after this call.
     *
     * @throws Rejection {@code log_unavailable}
     */
    Map<Integer, Range> now() {
        return await(requestedSince(System.nanoTime()));
    }

    /** One request is pending at a time. Callers that cannot use its response share the next one. */
    private synchronized CompletableFuture<Map<Integer, Range>> requestedSince(long time) {
        if (last == null) {
            return request();
        }
        CompletableFuture<Map<Integer, Range>> response = last.response();
        if (last.sentAt() - time >= 0 && !response.isCompletedExceptionally()) {
            return response;
        }
        if (response.isDone()) {
            return request();
        }
        if (next == null) {
            next = response.handle((ranges, failure) -> null).thenCompose(done -> request());
        }
        return next;
    }

    private synchronized CompletableFuture<Map<Integer, Range>> request() {
        next = null;
        last = new Request(System.nanoTime(), broker.get());
        return last.response();
    }

    private static Map<Integer, Range> await(CompletableFuture<Map<Integer, Range>> response) {
        try {
            return response.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The log is not responding.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Rejection(FailureCode.LOG_UNAVAILABLE, "The gateway is stopping.", e);
        }
    }
}
