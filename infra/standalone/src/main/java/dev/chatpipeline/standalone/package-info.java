/**
 * Broker, database and the three services in one JVM: what {@code infra/run} starts. {@link
 * dev.chatpipeline.standalone.StandaloneApplication} has the main method; {@link dev.chatpipeline.standalone.Standalone}
 * starts and stops the parts in order.
 *
 * <p>Threads are started by {@code Services}, one for each service while it starts, and by {@code StandaloneApplication},
 * which shuts down on a thread of its own.
 */
@NullMarked
package dev.chatpipeline.standalone;

import org.jspecify.annotations.NullMarked;
