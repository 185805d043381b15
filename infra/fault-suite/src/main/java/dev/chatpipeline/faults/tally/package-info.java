/**
 * A run in numbers: {@link dev.chatpipeline.faults.tally.Tally} counts what was lost, duplicated, reordered, stuck or left
 * unproved; {@link dev.chatpipeline.faults.tally.Evidence} writes down what a failure is to be explained from.
 */
@NullMarked
package dev.chatpipeline.faults.tally;

import org.jspecify.annotations.NullMarked;
