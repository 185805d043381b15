/**
 * The fault suite: people chat with a {@link dev.chatpipeline.testkit.cluster.Cluster} while its processes are killed and
 * frozen, its connections cut and its disk filled, by a schedule that a seed decides; then everything sent and seen is
 * counted and held to the guarantees. {@link dev.chatpipeline.testkit.faults.FaultSuite} is its program.
 *
 * <p>Threads are started by {@code Injector}, {@code Crowd}, {@code Measuring} and {@code MassReconnect}; the disk of a
 * broker is unmounted by a thread of {@code BrokerDisk} when the JVM ends.
 */
@NullMarked
package dev.chatpipeline.testkit.faults;

import org.jspecify.annotations.NullMarked;
