/**
 * Who a client is: a token from the socket, a header or the cookie, checked against a secret or an OpenID issuer, or else a
 * guest. {@link dev.chatpipeline.gateway.security.Gate} decides for sockets, the filter chain for HTTP.
 */
@NullMarked
package dev.chatpipeline.gateway.security;

import org.jspecify.annotations.NullMarked;
