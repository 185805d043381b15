/**
 * Delivers records from the log to clients. A record's key and headers alone decide whether it counts; its value is framed
 * unchanged, once for all clients. A {@code Follower} has one position, the next offset it needs. {@code CatchUp} delivers
 * records to it until it reaches the {@code Tail}, which then continues. Both skip records below the position, so there is
 * neither a gap nor an overlap. A {@link dev.chatpipeline.gateway.relay.Feed} queues each event together with its cursor.
 *
 * <p>{@link dev.chatpipeline.gateway.relay.Relay} starts all threads: one for the tail and some for catch-up.
 */
@NullMarked
package dev.chatpipeline.gateway.relay;

import org.jspecify.annotations.NullMarked;
