package dev.chatpipeline.faults.cluster;

import dev.chatpipeline.testkit.process.RestartableProcess;

/**
 * A process in the cluster. It keeps its name and port across restarts.
 *
 * @param port its port; 0 for workers and projectors, which have none
 */
public record Node(Kind kind, int port, RestartableProcess process) {

    @Override
    public String toString() {
        return process.name();
    }
}
