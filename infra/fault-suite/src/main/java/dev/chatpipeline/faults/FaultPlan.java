package dev.chatpipeline.faults;

import dev.chatpipeline.faults.cluster.Jars;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The parameters of a run.
 *
 * @param seed       seed of the schedule and of what people say
 * @param faultsFor  how long faults are injected
 * @param folder     folder for data and logs
 * @param people     number of people who chat
 * @param gateways   number of gateways
 * @param workers    number of workers
 * @param projectors number of projectors
 * @param measure    whether takeover and reconnect times are measured afterwards
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
