package dev.chatpipeline.gateway.security;

import java.time.Duration;
import java.time.Instant;

/** Compares times that were read from different machines' clocks. */
public final class Clocks {

    /** How far the clocks of two gateways, or of a token's issuer and a gateway, may differ. */
    static final Duration SKEW = Duration.ofSeconds(60);

    private Clocks() {}

    /** When a token ends: as it says, or, where it was accepted although that is past, once clocks can differ no more. */
    public static Instant end(Instant expiresAt, Instant now) {
        return expiresAt.isAfter(now) ? expiresAt : expiresAt.plus(SKEW);
    }

    /** Whether a time is at most this long ago and not in the future. */
    public static boolean isRecent(Instant time, Duration maxAge, Instant now) {
        return time.isAfter(now.minus(maxAge)) && time.isBefore(now.plus(SKEW));
    }
}
