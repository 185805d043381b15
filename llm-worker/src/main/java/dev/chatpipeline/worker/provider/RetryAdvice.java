package dev.chatpipeline.worker.provider;

import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** What a refusal's headers say about asking again. */
final class RetryAdvice {

    private RetryAdvice() {}

    /** How long to wait at least; zero when the server does not say, null when it says not to ask again. */
    static @Nullable Duration of(HttpHeaders headers, Clock clock) {
        if (headers.firstValue("x-should-retry").orElse("").equals("false")) {
            return null;
        }
        return headers.firstValue("retry-after-ms")
                .map(millis -> number(millis).dividedBy(1000))
                .or(() -> headers.firstValue("retry-after").map(value -> retryAfter(value.strip(), clock)))
                .orElse(Duration.ZERO);
    }

    private static Duration retryAfter(String value, Clock clock) {
        try {
            Duration left = Duration.between(
                    clock.instant(),
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return left.isNegative() ? Duration.ZERO : left;
        } catch (DateTimeException e) {
            return number(value);
        }
    }

    /** In seconds, whole or not; zero for what is none. */
    private static Duration number(String value) {
        try {
            double seconds = Double.parseDouble(value);
            return seconds > 0 ? Duration.ofMillis(Math.round(seconds * 1000)) : Duration.ZERO;
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }
}
