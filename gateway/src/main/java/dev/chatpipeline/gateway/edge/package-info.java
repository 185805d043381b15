/**
 * What stands between the network and the servlets: a {@link dev.chatpipeline.gateway.edge.ConnectionsPerAddress} bounds
 * connections, an {@link dev.chatpipeline.gateway.edge.ArrivalDeadline} the time in which a request arrives, {@link
 * dev.chatpipeline.gateway.edge.BoundedBodies} its body, and {@link dev.chatpipeline.gateway.edge.ThreadsPerAddress} the threads
 * that requests occupy. {@link dev.chatpipeline.gateway.edge.TrustedProxies} says whose word on a client's address counts, and
 * {@link dev.chatpipeline.gateway.edge.LimitMeter} counts clients that run into limits.
 *
 * <p>All of it runs on Jetty's threads and its scheduler, and nothing blocks one.
 */
@NullMarked
package dev.chatpipeline.gateway.edge;

import org.jspecify.annotations.NullMarked;
