package dev.chatpipeline.faults.cluster;

import java.nio.file.Path;

/**
 * Size and folders of a cluster.
 *
 * @param folder        folder for data and the processes' logs
 * @param brokerFolder  folder for the broker's data alone, so that its disk can be filled separately
 * @param gateways      number of gateways
 * @param workers       number of workers
 * @param projectors    number of projectors
 * @param gatewayHeapMb heap of each gateway in MiB; the other services have 256
 */
public record ClusterSettings(
        Path folder, Path brokerFolder, Jars jars, int gateways, int workers, int projectors, int gatewayHeapMb) {

    /** Two of each. */
    public static ClusterSettings of(Path folder, Jars jars) {
        return new ClusterSettings(folder, folder.resolve("kafka"), jars, 2, 2, 2, 256);
    }
}
