/**
 * What goes wrong and when: a {@link dev.chatpipeline.faults.injection.Schedule} that a seed decides, and the {@link
 * dev.chatpipeline.faults.injection.Injector} that carries it out within the bounds of a {@link
 * dev.chatpipeline.faults.injection.Rotation}.
 *
 * <p>Threads are started by {@code Injector}, one for each fault under way, and by {@code BrokerDisk}, which unmounts the
 * disk when the JVM ends.
 */
@NullMarked
package dev.chatpipeline.faults.injection;

import org.jspecify.annotations.NullMarked;
