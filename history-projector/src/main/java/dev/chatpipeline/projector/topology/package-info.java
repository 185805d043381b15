/**
 * History as a pure function of the log: no Spring, no threads, no clock.
 *
 * <p>{@link dev.chatpipeline.projector.topology.HistoryTopology} folds {@code chat.commands} and {@code chat.events} into
 * rows on {@code chat.history}. Kafka Streams does not order the two topics against each other, so the rows must not depend
 * on how they interleave. Two rules ensure that. An event waits until the command it is about is folded, so whoever has the
 * rows and their position, and reads {@code chat.events} from there, misses nothing. And a row belongs to the turn that
 * took its id, which commands alone decide: where no turn was made, or the session was deleted since, events write nothing.
 */
@NullMarked
package dev.chatpipeline.projector.topology;

import org.jspecify.annotations.NullMarked;
