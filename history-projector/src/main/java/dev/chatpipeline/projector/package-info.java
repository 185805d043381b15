/**
 * Folds the log into the message table: {@code topology} says what the rows are, {@code store} how they are stored, this
 * package connects both to Kafka. {@link dev.chatpipeline.projector.ProjectorRunner} is the only class that starts threads.
 */
@NullMarked
package dev.chatpipeline.projector;

import org.jspecify.annotations.NullMarked;
