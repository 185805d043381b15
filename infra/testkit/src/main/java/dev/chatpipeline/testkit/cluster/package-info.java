/**
 * A pipeline of real processes, more than one of each kind, for tests to kill, freeze, stop and start: services from their
 * jars, a Kafka broker and a PostgreSQL server of their own, and a TCP proxy before the gateways.
 */
@NullMarked
package dev.chatpipeline.testkit.cluster;

import org.jspecify.annotations.NullMarked;
