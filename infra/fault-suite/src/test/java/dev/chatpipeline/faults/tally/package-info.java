@NullMarked
package dev.chatpipeline.faults.tally;

import org.jspecify.annotations.NullMarked;
