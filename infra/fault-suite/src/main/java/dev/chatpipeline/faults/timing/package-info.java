/** How long takeovers and reconnects take, one kill at a time. Each client waits on a thread that {@code Measuring} starts. */
@NullMarked
package dev.chatpipeline.faults.timing;

import org.jspecify.annotations.NullMarked;
