/**
 * What tests of every service share: Kafka and PostgreSQL to run on, and the guarantees to hold them to. The servers are
 * stopped at the JVM's end by a thread of {@code ChatInfra}.
 */
@NullMarked
package dev.chatpipeline.testkit;

import org.jspecify.annotations.NullMarked;
