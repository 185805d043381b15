package dev.chatpipeline.faults.cluster;

import dev.chatpipeline.testkit.process.RestartableProcess;

/**
 * A process and its place in the cluster, which it keeps across restarts.
 *
 * @param port it serves; 0 for workers and projectors, which serve none
 */
public record Node(Kind kind, int port, RestartableProcess process) {

    @Override
    public String toString() {
        return process.name();
    }
}
