/**
 * From commands to answers: the only package of the worker that has threads, all started by {@link
 * dev.chatpipeline.worker.dispatch.Worker}.
 *
 * <pre>
 *   chat.commands ─▶ CommandPoller ─▶ OwnedPartition ─▶ Lane ─▶ EventWriter ─▶ chat.events
 *   chat.commands ─▶ control LogFollower ─▶ Cancels ────▲  ▲
 *   chat.events   ─▶ tail LogFollower ─▶ SessionReducer ───┘
 * </pre>
 *
 * A session has one {@link dev.chatpipeline.worker.dispatch.Lane}, which handles one message at a time on virtual
 * threads; everything else hands it messages. What the log says is learnt from the tail only, also about the worker's
 * own records.
 */
@NullMarked
package dev.chatpipeline.worker.dispatch;

import org.jspecify.annotations.NullMarked;
