/** Clients that come back: what they get, and what they do not. */
@NullMarked
package dev.chatpipeline.gateway.recovery;

import org.jspecify.annotations.NullMarked;
