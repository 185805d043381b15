/** Clients that reconnect: what they are sent, and what they are denied. */
@NullMarked
package dev.chatpipeline.gateway.recovery;

import org.jspecify.annotations.NullMarked;
