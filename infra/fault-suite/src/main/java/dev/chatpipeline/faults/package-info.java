/**
 * The fault suite: people chat with a {@link dev.chatpipeline.faults.cluster.Cluster} while its processes are killed and
 * frozen, its connections cut and its disk filled, by a schedule that a seed decides; then everything sent and seen is
 * counted and held to the guarantees. {@link dev.chatpipeline.faults.FaultSuite} is its program, {@link
 * dev.chatpipeline.faults.FaultRun} one run.
 *
 * <p>Threads are started by {@code Crowd}, one for each person.
 */
@NullMarked
package dev.chatpipeline.faults;

import org.jspecify.annotations.NullMarked;
