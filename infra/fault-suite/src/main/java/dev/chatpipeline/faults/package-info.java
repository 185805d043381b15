/**
 * The fault suite: people chat with a {@link dev.chatpipeline.faults.cluster.Cluster} while its processes are killed and
 * frozen, its connections cut and its disk filled, by a schedule generated from a seed. Then everything sent and seen is
 * counted and checked against the guarantees. {@link dev.chatpipeline.faults.FaultSuite} has the main method, {@link
 * dev.chatpipeline.faults.FaultRun} is one run.
 *
 * <p>{@code Crowd} starts one thread for each person.
 */
@NullMarked
package dev.chatpipeline.faults;

import org.jspecify.annotations.NullMarked;
