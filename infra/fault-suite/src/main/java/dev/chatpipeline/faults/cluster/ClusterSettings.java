package dev.chatpipeline.faults.cluster;

import java.nio.file.Path;

/**
 * How large a cluster is and where it lives.
 *
 * @param folder        for data and the processes' logs
 * @param brokerFolder  for the broker's data alone, so that its disk can be full on its own
 * @param gateways      how many
 * @param workers       how many
 * @param projectors    how many
 * @param gatewayHeapMb of each gateway, in MiB; the other services have 256
 */
public record ClusterSettings(
        Path folder, Path brokerFolder, Jars jars, int gateways, int workers, int projectors, int gatewayHeapMb) {

    /** Two of each. */
    public static ClusterSettings of(Path folder, Jars jars) {
        return new ClusterSettings(folder, folder.resolve("kafka"), jars, 2, 2, 2, 256);
    }
}
