/**
 * The protocol of turns and attempts as a randomised model over the real reducer: workers that are killed, hang without
 * knowing that they lost the partition, or hand it over; sends that fail although the record arrives, now, later or never;
 * cancels of running and waiting turns.
 *
 * <p>{@link dev.chatpipeline.contracts.model.World} is the log, the network and the group; {@link
 * dev.chatpipeline.contracts.model.ModelWorker} is what a worker must do; {@link
 * dev.chatpipeline.contracts.model.Verdict} says which guarantee a history breaks; {@link
 * dev.chatpipeline.contracts.model.Mutation} lists the rules that can be left out to see it break.
 */
@NullMarked
package dev.chatpipeline.contracts.model;

import org.jspecify.annotations.NullMarked;
