/** Measures takeovers and reconnects, one kill at a time. {@code Measuring} starts a thread for each client. */
@NullMarked
package dev.chatpipeline.faults.timing;

import org.jspecify.annotations.NullMarked;
