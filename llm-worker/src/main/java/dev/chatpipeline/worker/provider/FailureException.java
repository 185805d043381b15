package dev.chatpipeline.worker.provider;

import dev.chatpipeline.contracts.FailureCode;
import dev.chatpipeline.worker.generation.StreamingModel.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a try at an answer, and says whether there may be another one. */
final class FailureException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final @Nullable Duration retryAfter;

    /** A failure that may be tried again if it is of a kind that passes. */
    FailureException(Failure failure) {
        this(failure, passes(failure.code()) ? Duration.ZERO : null);
    }

    /** @param retryAfter how long to wait at least before the next try; null: there must be none */
    FailureException(Failure failure, @Nullable Duration retryAfter) {
        super(failure.message(), null, false, false);
        this.failure = failure;
        this.retryAfter = retryAfter;
    }

    private static boolean passes(FailureCode code) {
        return switch (code) {
            case PROVIDER_RATE_LIMITED, PROVIDER_UNAVAILABLE, STREAM_CUT -> true;
            default -> false;
        };
    }

    Failure failure() {
        return failure;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    FailureException withoutRetry() {
        return new FailureException(failure, null);
    }
}
