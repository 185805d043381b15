/**
 * Folds the log into the message table: {@code topology} says what the rows are, {@code store} how they are stored, and
 * this package connects both to Kafka. Kafka Streams folds {@code chat.commands} and {@code chat.events} and writes rows to
 * {@code chat.history}; {@link dev.chatpipeline.projector.HistorySink} copies them into PostgreSQL.
 *
 * <p>{@link dev.chatpipeline.projector.ProjectorRunner} is the only class that starts threads: its own, which is the sink's,
 * and those of Kafka Streams.
 */
@NullMarked
package dev.chatpipeline.projector;

import org.jspecify.annotations.NullMarked;
