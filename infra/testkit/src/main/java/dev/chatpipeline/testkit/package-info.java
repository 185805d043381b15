/**
 * What the tests of all modules share: a Kafka broker and a PostgreSQL server to run on, and the guarantees to hold a run
 * to. {@link dev.chatpipeline.testkit.ChatInfra} starts the servers on first use; a thread of {@code ChatInfra} stops them
 * when the JVM ends.
 */
@NullMarked
package dev.chatpipeline.testkit;

import org.jspecify.annotations.NullMarked;
