/**
 * A pipeline of real processes, more than one of each kind, to kill, freeze, stop and start: services from their jars, a
 * Kafka broker and a PostgreSQL server of their own. {@code BrokerMain} and {@code DatabaseMain} stop their server on a
 * thread when their JVM ends.
 */
@NullMarked
package dev.chatpipeline.faults.cluster;

import org.jspecify.annotations.NullMarked;
