/**
 * A real Kafka broker and a real PostgreSQL server for one JVM, on a data folder that survives restarts and kill -9. {@link
 * dev.chatpipeline.embedded.EmbeddedStack} starts both concurrently, each on its own thread that {@code
 * EmbeddedStack} starts.
 *
 * <p>The broker runs in the JVM. PostgreSQL runs in its own process, which ends when the JVM ends, however that happens.
 */
@NullMarked
package dev.chatpipeline.embedded;

import org.jspecify.annotations.NullMarked;
