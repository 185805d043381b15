/**
 * The fault suite: people chat with a {@link dev.chatpipeline.testkit.cluster.Cluster} while its processes are killed and
 * frozen, its connections cut and its disk filled, by a schedule that a seed decides; then everything sent and seen is
 * counted and held to the guarantees. {@link dev.chatpipeline.testkit.faults.FaultSuite} is its program; the threads are
 * started by {@code Injector} and {@code Crowd}.
 */
@NullMarked
package dev.chatpipeline.testkit.faults;

import org.jspecify.annotations.NullMarked;
