package dev.chatpipeline.worker.provider;

import dev.chatpipeline.worker.provider.ModelProperties.Server;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server again that could not answer, after a pause that doubles each time and is random by half, so that
 * answers that failed together do not come back together. An interrupt ends the pause.
 */
final class Retries {

    private static final Logger log = LoggerFactory.getLogger(Retries.class);

    private static final double MULTIPLIER = 2;
    private static final double JITTER = 0.5;

    private final Retry retry;

    Retries(String server, Server settings) {
        Duration longest = settings.retryMaxBackoff();
        IntervalFunction backoff =
                IntervalFunction.ofExponentialRandomBackoff(settings.retryBackoff(), MULTIPLIER, JITTER, longest);
        this.retry = Retry.of(
                server,
                RetryConfig.custom()
                        .maxAttempts(1 + settings.retries())
                        .retryOnException(e -> e instanceof FailureException failed
                                && failed.retryAfter() != null
                                && failed.retryAfter().compareTo(longest) <= 0)
                        .intervalBiFunction(
                                (attempt, failed) -> backoff.apply(attempt) + retryAfterMillis(failed.getLeft()))
                        .build());
        retry.getEventPublisher()
                .onRetry(event -> log.info(
                        "{} is asked again in {} ms after: {}",
                        server,
                        event.getWaitInterval().toMillis(),
                        String.valueOf(event.getLastThrowable())));
    }

    private static long retryAfterMillis(Throwable failed) {
        return failed instanceof FailureException failure && failure.retryAfter() != null
                ? failure.retryAfter().toMillis()
                : 0;
    }

    /** Runs this until it returns or must not be tried again; then throws its last exception. */
    void run(Runnable attempt) {
        retry.executeRunnable(attempt);
    }
}
