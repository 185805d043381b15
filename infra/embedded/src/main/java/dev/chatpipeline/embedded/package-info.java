/**
 * A real Kafka broker and a real PostgreSQL inside one JVM, on a data folder that survives restarts and kill -9.
 * Both start at the same time, each on a thread that {@code EmbeddedStack} starts.
 */
@NullMarked
package dev.chatpipeline.embedded;

import org.jspecify.annotations.NullMarked;
