package dev.chatpipeline.gateway.security;

import java.time.Duration;
import java.time.Instant;

/** How to read a time that another machine's clock told. */
public final class Clocks {

    /** The clocks of two gateways, or of a token's issuer and a gateway, may differ by this much. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private Clocks() {}

    /** Whether it is not longer ago than that, and not still to come. */
    public static boolean isRecent(Instant time, Duration age, Instant now) {
        return time.isAfter(now.minus(age)) && time.isBefore(now.plus(SKEW));
    }
}
