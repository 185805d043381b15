/**
 * How a client is told no. A {@link dev.chatpipeline.gateway.failure.Rejection} carries a code of the wire contract; over a
 * socket it becomes an ack or an {@code error} event, over HTTP a problem as in RFC 9457.
 */
@NullMarked
package dev.chatpipeline.gateway.failure;

import org.jspecify.annotations.NullMarked;
