/**
 * The history projector. Kafka Streams folds {@code chat.commands} and {@code chat.events} into rows of {@code chat.history},
 * and {@link dev.chatpipeline.projector.HistorySink} copies them into PostgreSQL. {@code topology} computes the rows, {@code
 * store} stores them, and this package connects both to Kafka.
 *
 * <p>Only {@link dev.chatpipeline.projector.ProjectorRunner} starts threads: one of its own, which runs the sink, and those of
 * Kafka Streams.
 */
@NullMarked
package dev.chatpipeline.projector;

import org.jspecify.annotations.NullMarked;
