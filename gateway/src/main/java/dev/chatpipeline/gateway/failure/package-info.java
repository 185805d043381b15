/**
 * Rejected requests. A {@link dev.chatpipeline.gateway.failure.Rejection} carries a code of the wire contract. Over a socket it
 * is sent as an ack or an {@code error} event, over HTTP as an RFC 9457 problem.
 */
@NullMarked
package dev.chatpipeline.gateway.failure;

import org.jspecify.annotations.NullMarked;
