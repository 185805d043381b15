package dev.chatpipeline.faults;

import dev.chatpipeline.faults.cluster.Jars;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a run is to be.
 *
 * @param seed       decides the schedule and what people say
 * @param faultsFor  how long faults go on
 * @param folder     for data and logs
 * @param people     who chat
 * @param gateways   how many
 * @param workers    how many
 * @param projectors how many
 * @param measure    whether takeover and reconnect times are taken afterwards
 */
public record FaultPlan(
        long seed,
        Duration faultsFor,
        Path folder,
        Jars jars,
        int people,
        int gateways,
        int workers,
        int projectors,
        boolean measure) {}
