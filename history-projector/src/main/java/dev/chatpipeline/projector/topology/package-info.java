/**
 * History as a pure function of the log: no Spring, no threads, no clock of its own.
 *
 * <p>{@link dev.chatpipeline.projector.topology.HistoryTopology} folds {@code chat.commands} and {@code chat.events} into
 * rows on {@code chat.history}. Kafka Streams does not order the two topics among each other, so the final rows must not
 * depend on how they interleave. Each kind of row therefore has one source: a user's row comes from commands alone, an
 * answer's row from events alone. What crosses over only ever removes: a queued row is written while its turn has
 * neither started nor ended, a deletion at offset D suppresses turns below D, and a row belongs to the highest turn that
 * claims its id.
 */
@NullMarked
package dev.chatpipeline.projector.topology;

import org.jspecify.annotations.NullMarked;
