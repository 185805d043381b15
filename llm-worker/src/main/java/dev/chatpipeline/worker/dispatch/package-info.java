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
 * <p>All threads of the worker except those of {@code provider} are started by {@link
 * dev.chatpipeline.worker.dispatch.Worker}: one polls commands, one is the tail, one the control reader, one the timer;
 * lanes run on virtual threads. Only the tail says what is in the log, also about the worker's own records.
 */
@NullMarked
package dev.chatpipeline.worker.dispatch;

import org.jspecify.annotations.NullMarked;
