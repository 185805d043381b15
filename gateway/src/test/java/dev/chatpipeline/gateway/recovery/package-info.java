/** Coming back, seen from the stock client. */
@NullMarked
package dev.chatpipeline.gateway.recovery;

import org.jspecify.annotations.NullMarked;
