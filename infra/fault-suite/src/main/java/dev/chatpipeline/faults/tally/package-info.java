/**
 * A run in numbers: {@link dev.chatpipeline.faults.tally.Tally} counts what was lost, duplicated, reordered, stuck or left
 * unverified; {@link dev.chatpipeline.faults.tally.Evidence} writes files to investigate a failure.
 */
@NullMarked
package dev.chatpipeline.faults.tally;

import org.jspecify.annotations.NullMarked;
