/** How a client is told no: one exception with a documented code, and its form over HTTP. */
@NullMarked
package dev.chatpipeline.gateway.failure;

import org.jspecify.annotations.NullMarked;
