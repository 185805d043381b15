/**
 * From the log to sockets. Whether a record counts is decided from its key and headers alone; its value is framed as it
 * is, once for all sockets.
 *
 * <pre>
 *                   ┌── catches up: CatchUp, bounded reads ──┐  reached the tail
 * Relay.follow ─▶ Follower                                   ├──▶ Tail ──▶ Feed ──▶ Outlet
 *                   └── new session: begins at the end ──────┘        one client, its cursor
 * </pre>
 *
 * <p><b>No gap, no overlap.</b> A {@link dev.chatpipeline.gateway.relay.Follower} has one position: the next offset it
 * needs. Whoever hands it a record, catch-up or tail, skips those below. It goes live on the tail's own thread, and only
 * when its position is not below the tail's; until then it reads the log itself, so there is no buffer of live events.
 *
 * <p><b>Threads.</b> {@link dev.chatpipeline.gateway.relay.Relay} starts all of them: one that tails, a few that catch up.
 * A feed's monitor guards its followers, so that each event is queued together with the cursor that covers it.
 */
@NullMarked
package dev.chatpipeline.gateway.relay;

import org.jspecify.annotations.NullMarked;
