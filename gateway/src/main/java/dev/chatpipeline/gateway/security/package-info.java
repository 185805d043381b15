/** Who a client is: tokens from socket, header or cookie, guests, and the filter chain. */
@NullMarked
package dev.chatpipeline.gateway.security;

import org.jspecify.annotations.NullMarked;
