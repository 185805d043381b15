package dev.chatpipeline.gateway.recovery;

import java.time.Duration;

/**
 * Limits on resuming a client.
 *
 * @param age      how long it may have been disconnected
 * @param records  how many records may be read for it; with more to read it starts afresh
 * @param sessions how many sessions its cursor may name
 */
public record RecoveryLimits(Duration age, int records, int sessions) {}
