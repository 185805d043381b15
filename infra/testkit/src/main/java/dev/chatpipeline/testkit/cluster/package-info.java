/**
 * A pipeline of real processes, more than one of each kind, for tests to kill, freeze, stop and start: services from their
 * jars, a Kafka broker and a PostgreSQL server of their own, and a TCP proxy before the gateways.
 *
 * <p>Threads are started by {@code TcpProxy}, which accepts on one, and {@code ProxiedConnection}, which copies on one for
 * each direction. {@code BrokerMain} and {@code DatabaseMain} stop their server on a thread at the end of their JVM.
 */
@NullMarked
package dev.chatpipeline.testkit.cluster;

import org.jspecify.annotations.NullMarked;
