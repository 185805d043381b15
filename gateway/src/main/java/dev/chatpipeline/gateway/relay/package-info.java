/**
 * From the log to clients. A record's key and headers alone decide whether it counts; its value is framed as it is, once for
 * all clients. A {@code Follower} has one position, the next offset it needs. {@code CatchUp} hands it records until it has
 * reached the {@code Tail}, which takes it over on its own thread; both skip records below the position, so there is neither
 * a gap nor an overlap. A {@link dev.chatpipeline.gateway.relay.Feed} queues each event together with its cursor.
 *
 * <p>{@link dev.chatpipeline.gateway.relay.Relay} starts all threads: one that tails, a few that catch up.
 */
@NullMarked
package dev.chatpipeline.gateway.relay;

import org.jspecify.annotations.NullMarked;
