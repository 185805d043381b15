/**
 * The two logs as a worker sees and writes them.
 *
 * <p>Read: {@link dev.chatpipeline.worker.log.TopicReader} hands records to listeners, {@link
 * dev.chatpipeline.worker.log.SessionStates} folds events into what the log says of each session, {@link
 * dev.chatpipeline.worker.log.Cancels} collects the cancels. Written: {@link dev.chatpipeline.worker.log.EventWriter}.
 * Committed: {@link dev.chatpipeline.worker.log.OffsetTracker} knows which commands are done and from where a new owner
 * must fold.
 *
 * <p>It starts no threads and knows nothing of lanes or models.
 */
@NullMarked
package dev.chatpipeline.worker.log;

import org.jspecify.annotations.NullMarked;
