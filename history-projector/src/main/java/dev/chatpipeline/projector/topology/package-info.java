/**
 * History as a pure function of the log: no Spring, no threads, no clock of its own.
 *
 * <p>{@link dev.chatpipeline.projector.topology.HistoryTopology} folds {@code chat.commands} and {@code chat.events} into
 * rows on {@code chat.history}. Kafka Streams does not order the two topics among each other, so the rows must not depend
 * on how they interleave. Two rules see to that. An event waits until the command it is about is folded; so whoever has rows
 * and position, and reads {@code chat.events} behind it, misses nothing. And a row belongs to the turn that took its id,
 * which only commands decide: where no turn was made, or the session was deleted since, events write nothing.
 */
@NullMarked
package dev.chatpipeline.projector.topology;

import org.jspecify.annotations.NullMarked;
