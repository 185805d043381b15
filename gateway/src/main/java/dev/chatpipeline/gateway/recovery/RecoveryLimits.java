package dev.chatpipeline.gateway.recovery;

import java.time.Duration;

/**
 * What a client may ask of a gateway by coming back.
 *
 * @param age      how long it may have been away
 * @param records  records that may be read for it; more, and it begins anew
 * @param sessions sessions that its cursor may name
 */
public record RecoveryLimits(Duration age, int records, int sessions) {}
