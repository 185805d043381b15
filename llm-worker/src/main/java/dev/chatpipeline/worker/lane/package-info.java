/**
 * A session's turns on this worker. A {@link dev.chatpipeline.worker.lane.Lane} takes them in log order, gives each its
 * placement in the session's message tree, and runs one at a time as an {@link dev.chatpipeline.worker.lane.Attempt}.
 *
 * <p>Everything of a lane happens in its mailbox, one task after the other; nothing else is shared. The lane sees its
 * partition through {@link dev.chatpipeline.worker.lane.Partition} and the rest of the worker through {@link
 * dev.chatpipeline.worker.lane.LaneContext}; an attempt sees its lane through {@code AttemptOwner}.
 *
 * <p>It starts no threads: mailboxes and blocking reads run on an executor that the context brings.
 */
@NullMarked
package dev.chatpipeline.worker.lane;

import org.jspecify.annotations.NullMarked;
