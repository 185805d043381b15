/** The edge: Socket.IO sockets and HTTP in front of the log. */
@NullMarked
package dev.chatpipeline.gateway;

import org.jspecify.annotations.NullMarked;
