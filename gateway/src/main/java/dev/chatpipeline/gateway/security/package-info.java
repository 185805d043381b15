/**
 * Authentication: a client's token comes with the socket's CONNECT, in a header or in the cookie, and is verified with a
 * shared secret or an OpenID issuer's keys. A client without a token may become a guest. {@link
 * dev.chatpipeline.gateway.security.SocketAuthenticator} authenticates sockets, the filter chain HTTP requests.
 *
 * <p>An issuer's keys are looked up by threads that {@code IssuerKeys} starts.
 */
@NullMarked
package dev.chatpipeline.gateway.security;

import org.jspecify.annotations.NullMarked;
