/**
 * Faults and their schedule: a {@link dev.chatpipeline.faults.injection.Schedule} generated from a seed, and the {@link
 * dev.chatpipeline.faults.injection.Injector} that executes it within the limits of a {@link
 * dev.chatpipeline.faults.injection.Rotation}.
 *
 * <p>{@code Injector} starts one thread for each fault in progress, and {@code BrokerDisk} starts one that unmounts the
 * disk when the JVM ends.
 */
@NullMarked
package dev.chatpipeline.faults.injection;

import org.jspecify.annotations.NullMarked;
