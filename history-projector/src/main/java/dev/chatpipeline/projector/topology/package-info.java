/**
 * History as a pure function of the log: no Spring, no threads, no clock.
 *
 * <p>{@link dev.chatpipeline.projector.topology.HistoryTopology} folds {@code chat.commands} and {@code chat.events} into
 * rows of {@code chat.history}. Kafka Streams does not order the two topics relative to each other, so the rows must not
 * depend on how they interleave. Two rules ensure that. First, an event waits until its command is folded, so a reader that
 * has the rows and continues in {@code chat.events} from their position misses nothing. Second, a row belongs to the turn that
 * took its id, which commands alone decide. Without such a turn, or after the session was deleted, events write nothing.
 */
@NullMarked
package dev.chatpipeline.projector.topology;

import org.jspecify.annotations.NullMarked;
