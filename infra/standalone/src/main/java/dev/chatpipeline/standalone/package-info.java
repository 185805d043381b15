/**
 * Broker, database and the three services in one JVM: {@link dev.chatpipeline.standalone.StandaloneApplication} is its
 * main, {@link dev.chatpipeline.standalone.Standalone} starts and stops the parts in order.
 *
 * <p>Threads are started by {@code Services}, one for each service that starts, and by {@code StandaloneApplication}, which
 * shuts down on a thread of its own.
 */
@NullMarked
package dev.chatpipeline.standalone;

import org.jspecify.annotations.NullMarked;
