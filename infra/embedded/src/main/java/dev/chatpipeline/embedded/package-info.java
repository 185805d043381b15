/**
 * A real Kafka broker and a real PostgreSQL server for one JVM, on a data folder that survives restarts and kill -9. {@link
 * dev.chatpipeline.embedded.EmbeddedStack} starts both at the same time, each on a thread of its own that {@code
 * EmbeddedStack} starts.
 *
 * <p>The broker runs inside the JVM. PostgreSQL runs as a process of its own, which ends however the JVM ends.
 */
@NullMarked
package dev.chatpipeline.embedded;

import org.jspecify.annotations.NullMarked;
