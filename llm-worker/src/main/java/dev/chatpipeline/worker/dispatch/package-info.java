/**
 * Ownership of partitions: which commands this worker reads, who gets them, what is committed, and how much may be under
 * way.
 *
 * <pre>
 *   chat.commands ─▶ CommandPoller ─▶ CommandRouter ─▶ OwnedPartition ─▶ Lane ─▶ chat.events
 *   chat.commands ─▶ control reader ─▶ Cancels ─────────────▲  ▲
 *   chat.events   ─▶ tail ─▶ SessionStates ────────────────────┘
 * </pre>
 *
 * <p>All threads of the worker but those of the models' HTTP client are started by {@link
 * dev.chatpipeline.worker.dispatch.Worker}: one polls commands, one is the tail, one the control reader, one the timer;
 * lanes run on virtual threads. What the log says is learnt from the tail only, also about the worker's own records.
 */
@NullMarked
package dev.chatpipeline.worker.dispatch;

import org.jspecify.annotations.NullMarked;
